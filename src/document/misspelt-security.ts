import { nearestNames, report, type Diagnostic } from '../diagnostics/index.js';
import type { Node } from './node.js';
import { pointerTo } from './pointer.js';

/** Where `security` may stand, as far as a document says it in place. */
const OWNERS =
  /^\/(?:(?:components\/)?(?:servers|operations|operationTraits)\/[^/]+|(?:components\/)?channels\/[^/]+\/(?:publish|subscribe))(?:\/traits\/\d+)?$/;

/**
 * Keys of servers and operations that look like `security` and are not: what they demand would be nowhere, and the rest
 * would be judged as if nobody had stated it.
 */
export const misspeltSecurity = (root: Node): readonly Diagnostic[] => {
  const found: Diagnostic[] = [];
  const visit = (node: Node, pointer: string, depth: number): void => {
    if (depth > DEEPEST) return;
    if (node.kind === 'list')
      node.items.forEach((item, index) => {
        visit(item, pointerTo(pointer, index), depth + 1);
      });
    if (node.kind !== 'map') return;
    for (const [key, { keyAt, value }] of node.entries) {
      if (OWNERS.test(pointer) && looksLikeSecurity(key))
        found.push(
          report('security-misspelt', keyAt, {
            message: `${JSON.stringify(key)} is read by nobody, and nothing is demanded here.`,
            fix: 'Did you mean "security"?',
          }),
        );
      else visit(value, pointerTo(pointer, key), depth + 1);
    }
  };
  visit(root, '', 0);
  return found;
};

/** The deepest owner is a trait in a component's channel: `components/channels/x/publish/traits/0`. */
const DEEPEST = 6;

const looksLikeSecurity = (key: string): boolean =>
  key !== 'security' && !/^x-/i.test(key) && nearestNames(key, ['security']).length > 0;
