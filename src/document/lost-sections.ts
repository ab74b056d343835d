import { nearestNames, type Diagnostic, type DiagnosticCode, type Place } from '../diagnostics/index.js';
import { pointerSegments } from './pointer.js';
import { lookup } from './resolve.js';
import type { ReadDocument } from './source-file.js';
import { spotOf, spotsTo, textOf } from './spot.js';

/** A section that nobody finds, because its key is misspelt or stands elsewhere. */
interface LostSection {
  readonly file: string;
  /** Where it is looked for. */
  readonly parent: string;
  readonly name: string;
}

/** What a section is missed by, where a name leads there and no reference. */
const MISSED_BY: Readonly<Record<string, DiagnosticCode>> = {
  '/servers': 'server-undefined',
  '/components': 'scheme-undefined',
  '/components/securitySchemes': 'scheme-undefined',
};

/** An operation whose channel stands under a misspelt key names none. */
const isOfOperation = (parent: string, name: string, at: Place, code: DiagnosticCode): boolean =>
  name === 'channel' && code === 'channel-undefined' && at.pointer === parent;

const SECTIONS = ['servers', 'channels', 'operations', 'components', 'securitySchemes', 'operationTraits', 'channel'];

/** The sections that a misspelt key, or one in the wrong place, leaves unfound. */
export const lostSections = (told: readonly Diagnostic[]): readonly LostSection[] =>
  told.flatMap(({ code, at }) => {
    if (at === undefined) return [];
    const { file, pointer } = at;
    if (code === 'security-misplaced' && pointer === '/securitySchemes') {
      return [
        { file, parent: '', name: 'components' },
        { file, parent: '/components', name: 'securitySchemes' },
      ];
    }
    const names = code === 'security-misspelt' ? nearestNames(pointerSegments(pointer).at(-1) ?? '', SECTIONS) : [];
    return names.map((name) => ({ file, parent: pointer.slice(0, pointer.lastIndexOf('/')), name }));
  });

/** Whether a mistake is that something is not found, in a section that is lost. */
export const missesSection = (read: ReadDocument, lost: readonly LostSection[], { code, at }: Diagnostic): boolean => {
  if (lost.length === 0 || at === undefined) return false;
  const root = read.files.get(at.file)?.root;
  const written =
    root === undefined || !at.pointer.endsWith('/$ref') ? undefined : spotsTo(spotOf(root), at.pointer).at(-1);
  const text = textOf(written);
  if (text === undefined)
    return lost.some(
      ({ parent, name }) => MISSED_BY[`${parent}/${name}`] === code || isOfOperation(parent, name, at, code),
    );
  const target = lookup(read, at.file, text);
  return (
    target.kind === 'missing' &&
    lost.some(
      ({ file, parent, name }) =>
        file === target.parent.at.file && parent === target.parent.at.pointer && name === target.segment,
    )
  );
};

/** Whether the official parser says that an object has no such section. */
export const saysMissing = (lost: readonly LostSection[], { at, message }: Diagnostic): boolean =>
  lost.some(
    ({ file, parent, name }) =>
      at?.file === file && at.pointer === parent && message.includes(`must have required property "${name}"`),
  );
