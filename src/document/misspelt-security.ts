import { nearestNames, report, type Diagnostic, type Place } from '../diagnostics/index.js';
import type { FactsScope } from './facts-scope.js';
import type { OwnerKind, PolicyOwner } from './policy-owners.js';

/**
 * Keys that look like `security` or like what leads to it, and are not: what stands under them would be nowhere, and the
 * rest would be judged as if nobody had stated it.
 */
export const misspeltSecurity = (
  { major }: Pick<FactsScope, 'major'>,
  owners: readonly PolicyOwner[],
): readonly Diagnostic[] => {
  const found: Diagnostic[] = [];
  // Most keys come again and again.
  const words = new Map<string, string | null>();
  for (const { kind, spot } of owners) {
    if (spot.node.kind !== 'map') continue;
    for (const [key, { keyAt }] of spot.node.entries) {
      const known = words.get(`${kind} ${key}`);
      const meant = known === undefined ? meantWord(key, WORDS[major][kind]) : known;
      words.set(`${kind} ${key}`, meant);
      if (meant !== null) found.push(misspelt(key, meant, keyAt));
    }
  }
  return found;
};

const misspelt = (key: string, meant: string, at: Place): Diagnostic =>
  report('security-misspelt', at, {
    message: `${JSON.stringify(key)} is read by nobody, and ${meant === 'security' ? 'nothing is demanded here' : 'what it states counts for nothing'}.`,
    fix: `Did you mean ${JSON.stringify(meant)}?`,
  });

/** The one of these words that a key was meant to be; null where it is one of them, an extension, or near none. */
const meantWord = (key: string, words: readonly string[]): string | null =>
  words.includes(key) || /^x-/i.test(key) ? null : (nearestNames(key, words)[0] ?? null);

/** What leads to `security`, by the object that has it. */
const WORDS: Readonly<Record<FactsScope['major'], Readonly<Record<OwnerKind, readonly string[]>>>> = {
  2: {
    root: ['servers', 'channels', 'components'],
    components: ['securitySchemes', 'servers', 'channels', 'operationTraits'],
    server: ['security'],
    channel: ['servers', 'publish', 'subscribe'],
    operation: ['security', 'traits'],
    trait: ['security'],
  },
  3: {
    root: ['servers', 'channels', 'operations', 'components'],
    components: ['securitySchemes', 'servers', 'channels', 'operations', 'operationTraits'],
    server: ['security'],
    channel: ['servers'],
    operation: ['security', 'traits', 'channel'],
    trait: ['security'],
  },
};
