import type { OperationFacts, SecurityFacts } from '../document/facts.js';
import type { Node } from '../document/node.js';
import { placeKey } from '../diagnostics/index.js';
import type { Reporter } from './findings.js';
import { isNull, jsonOf } from './node-values.js';
import type { Level } from './security-model.js';

/** A list that lets nobody in without a scheme. */
const demands = ({ items }: SecurityFacts): boolean =>
  items.length > 0 && !items.some((item) => item.kind === 'requirement' && item.uses.length === 0);

/**
 * Reports what the merge of traits took away from an operation (S10, M18). True where a stated demand became none: such
 * an operation is refused.
 */
export const reportDropped = (operation: OperationFacts, level: Level, major: 2 | 3, reporter: Reporter): boolean => {
  const winner = operation.security;
  const precedence =
    major === 2 ? 'the last trait that states security' : "the operation's own security, else the last trait's,";
  const emptied = (level.state === 'empty' || level.state === 'anonymous') && operation.droppedSecurity.some(demands);
  if (emptied && winner !== null) {
    reporter.report('security-emptied', winner.at, {
      message: `Operation ${JSON.stringify(operation.id)} ends with a security that demands nothing, although a list was stated: in AsyncAPI ${String(major)} ${precedence} wins, whole.`,
      fix: `Remove this security${winner.from === 'trait' ? ', or apply the trait to operations that need none' : ''}; state the wanted list at one place.`,
      also: operation.droppedSecurity.filter(demands).map(({ at }) => at),
    });
    return true;
  }
  for (const dropped of operation.droppedSecurity) {
    reporter.report(
      'security-dropped',
      dropped.at,
      {
        message: `This security does not count for operation ${JSON.stringify(operation.id)}: in AsyncAPI ${String(major)} ${precedence} wins, and lists are never united.`,
        fix: 'State the wanted list at one place only.',
        ...(winner === null ? {} : { also: [winner.at] }),
      },
      placeKey(dropped.at),
    );
  }
  return false;
};

/** Reports what one `x-access-control` of an operation or its traits said otherwise than the one that wins (S11). */
export const reportDroppedAccess = (operation: OperationFacts, major: 2 | 3, reporter: Reporter): void => {
  const winner = major === 2 ? "the last trait's" : "the operation's own, else the last trait's,";
  for (const { key, value, by } of operation.droppedAccess) {
    reporter.report(
      'access-control-dropped',
      value.at,
      {
        message: `${JSON.stringify(key)} as stated here, ${shown(value)}, does not count for operation ${JSON.stringify(operation.id)}; ${shown(by)} does: in AsyncAPI ${String(major)} ${winner} wins, and lists are never united.`,
        fix: `State ${key} at one place only, or the same at both.`,
        also: [by.at],
      },
      placeKey(value.at),
    );
  }
};

const shown = (node: Node): string => (isNull(node) ? 'nothing' : JSON.stringify(jsonOf(node)));
