import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { make, onOrder, ref, told, version2, version3 } from '../support/model-of.js';
import { versions2From, VERSIONS_3 } from '../support/rule-text.js';

const SCHEMES = '{ A: { type: plain }, B: { type: X509 }, C: { type: gssapi } }';

interface Cell {
  /** The operation's own list; null: absent. */
  readonly own: string | null;
  readonly traits: readonly string[];
  /** What remains, and what is said: `O` the operation's list, `T0` the first trait's. */
  readonly in2: readonly [remains: string, ...told: string[]];
  readonly in3: readonly [remains: string, ...told: string[]];
}

const dropped = (place: string): string => `warning security-dropped ${place}`;
const emptied = (place: string): string => `error security-emptied ${place}`;

/** The table of S10, and what it implies for lists with an anonymous alternative. */
const TABLE: readonly Cell[] = [
  { own: '[A]', traits: ['[B]'], in2: ['B', dropped('O')], in3: ['A', dropped('T0')] },
  {
    own: '[A]',
    traits: ['[B]', '[C]'],
    in2: ['C', dropped('O'), dropped('T0')],
    in3: ['A', dropped('T0'), dropped('T1')],
  },
  { own: null, traits: ['[B]', '[C]'], in2: ['C', dropped('T0')], in3: ['C', dropped('T0')] },
  { own: '[A]', traits: ['[]'], in2: ['', emptied('T0')], in3: ['A', dropped('T0')] },
  { own: '[]', traits: ['[B]'], in2: ['B', dropped('O')], in3: ['', emptied('O')] },
  { own: null, traits: ['[B]', '[]'], in2: ['', emptied('T1')], in3: ['', emptied('T1')] },
  { own: null, traits: ['[]', '[B]'], in2: ['B', dropped('T0')], in3: ['B', dropped('T0')] },
  { own: '[A]', traits: ['[B]', '[]'], in2: ['', emptied('T1')], in3: ['A', dropped('T0'), dropped('T1')] },
  { own: '[A]', traits: [], in2: ['A'], in3: ['A'] },
  { own: null, traits: ['[B]'], in2: ['B'], in3: ['B'] },
  { own: '[A, B]', traits: ['[C]'], in2: ['C', dropped('O')], in3: ['A|B', dropped('T0')] },
  { own: '[A]', traits: ['[{}]'], in2: ['', emptied('T0')], in3: ['A', dropped('T0')] },
  { own: '[{}]', traits: ['[B]'], in2: ['B', dropped('O')], in3: ['', emptied('O')] },
];

const documentOf = (asyncapi: string, { own, traits }: Cell, inline: boolean): string => {
  const major = asyncapi.startsWith('2') ? 2 : 3;
  const form = (list: string): string =>
    list.replace(/\b([ABC])\b/g, (_, name: string) => (major === 2 ? `{ ${name}: [] }` : ref(name)));
  const stated = traits.map((trait) => `{ security: ${form(trait)} }`);
  const named = stated.map((_, index) => `{ $ref: '#/components/operationTraits/t${String(index)}' }`);
  const rest = `${own === null ? '' : `security: ${form(own)}, `}traits: [${(inline ? stated : named).join(', ')}]`;
  const components = `{ ${stated.map((trait, index) => `t${String(index)}: ${trait}`).join(', ')} }`;
  const parts = { asyncapi, traits: inline ? '{}' : components, schemes: SCHEMES };
  // A protected server does not help an operation whose own demand was taken away.
  return major === 2
    ? version2({ ...parts, servers: '{ s: { url: h, protocol: mqtt, security: [{ A: [] }] } }', publish: rest })
    : version3({
        ...parts,
        servers: `{ s: { host: h, protocol: mqtt, security: [${ref('A')}] } }`,
        operations: onOrder(rest),
      });
};

void describe('S10: security after traits', () => {
  for (const asyncapi of [...versions2From('2.4.0'), ...VERSIONS_3]) {
    const in2 = asyncapi.startsWith('2');
    for (const cell of TABLE) {
      for (const inline of [false, true]) {
        void it(`${asyncapi}: ${cell.own ?? 'absent'} / ${cell.traits.join(', ')}${inline ? ', in place' : ''}`, () => {
          const [remains, ...wanted] = in2 ? cell.in2 : cell.in3;
          const made = make(documentOf(asyncapi, cell, inline));
          const operation = in2 ? '/channels/orders/publish' : '/operations/onOrder';
          const trait = (index: string): string =>
            inline ? `${operation}/traits/${index}/security` : `/components/operationTraits/t${index}/security`;
          assert.deepEqual(
            told(made),
            wanted
              .map((line) =>
                line.replace(/O$/, `${operation}/security`).replace(/T(\d)$/, (_, index: string) => trait(index)),
              )
              .sort(),
          );
          assert.ok(made.model);
          const [level] = made.model.operations.map(({ security }) => security);
          assert.equal(level?.anyOf.map(({ allOf }) => allOf.map(({ scheme }) => scheme).join('&')).join('|'), remains);
          assert.deepEqual(
            made.model.rules.map(({ status }) => status),
            [wanted.some((line) => line.startsWith('error')) ? 'refused' : 'protected'],
          );
        });
      }
    }
  }

  void it('a trait applied by two operations is dropped in one place, and both are shown', () => {
    const rest = `security: [${ref('A')}], traits: [{ $ref: '#/components/operationTraits/t' }]`;
    const operation = (id: string): string =>
      `${id}: { action: receive, channel: { $ref: '#/channels/orders' }, ${rest} }`;
    const made = make(
      version3({
        operations: `{ ${operation('one')}, ${operation('two')} }`,
        traits: `{ t: { security: [${ref('B')}] } }`,
        schemes: SCHEMES,
      }),
    );
    assert.deepEqual(told(made), [dropped('/components/operationTraits/t/security')]);
    assert.deepEqual(
      made.diagnostics[0]?.also?.map(({ pointer }) => pointer),
      ['/operations/one/security', '/operations/two/security'],
    );
  });
});

void describe('what is said of traits', () => {
  const said = (asyncapi: string, own: string, trait: string): readonly (readonly string[])[] => {
    const rest = `${own}, traits: [{ $ref: '#/components/operationTraits/t' }]`;
    const parts = { asyncapi, traits: `{ t: { ${trait} } }`, schemes: SCHEMES };
    const made = make(
      asyncapi.startsWith('2')
        ? version2({ ...parts, publish: rest })
        : version3({ ...parts, operations: onOrder(rest) }),
    );
    return made.diagnostics
      .filter(({ code }) => /-(?:dropped|emptied)$/.test(code))
      .map(({ message, fix, also = [] }) => [message, fix, ...also.map(({ pointer }) => pointer)]);
  };
  const PUBLISH = '/channels/orders/publish';
  const OPERATION = '/operations/onOrder';
  const IN_2 = 'in AsyncAPI 2 the last trait that states security wins';
  const IN_3 = "in AsyncAPI 3 the operation's own security, else the last trait's, wins";
  const ENDS = 'Operation "onOrder" ends with a security that demands nothing, although a list was stated:';
  const NOT = 'This security does not count for operation "onOrder":';
  const AT_ONE = 'State the wanted list at one place only.';
  const HERE = '; state the wanted list at one place.';
  const TRAIT = '/components/operationTraits/t';

  for (const [what, asyncapi, own, trait, wanted] of [
    [
      'a trait that empties',
      '2.6.0',
      'security: [{ A: [] }]',
      'security: []',
      [
        `${ENDS} ${IN_2}, whole.`,
        `Remove this security, or apply the trait to operations that need none${HERE}`,
        `${PUBLISH}/security`,
      ],
    ],
    [
      'an operation that empties',
      '3.0.0',
      'security: []',
      `security: [${ref('A')}]`,
      [`${ENDS} ${IN_3}, whole.`, `Remove this security${HERE}`, `${TRAIT}/security`],
    ],
    [
      'a list that a trait drops',
      '2.6.0',
      'security: [{ A: [] }]',
      'security: [{ B: [] }]',
      [`${NOT} ${IN_2}, and lists are never united.`, AT_ONE, `${TRAIT}/security`],
    ],
    [
      'a list that an operation drops',
      '3.0.0',
      `security: [${ref('A')}]`,
      `security: [${ref('B')}]`,
      [`${NOT} ${IN_3}, and lists are never united.`, AT_ONE, `${OPERATION}/security`],
    ],
    [
      'two lists that demand nothing',
      '3.0.0',
      'security: []',
      'security: []',
      [`${NOT} ${IN_3}, and lists are never united.`, AT_ONE, `${OPERATION}/security`],
    ],
    [
      'roles that a trait drops',
      '2.6.0',
      'x-access-control: { roles: [R] }',
      'x-access-control: { roles: [S] }',
      [
        `"roles" as stated here, ["R"], does not count for operation "onOrder"; ["S"] does: in AsyncAPI 2 the last trait's wins, and lists are never united.`,
        'State roles at one place only, or the same at both.',
        `${TRAIT}/x-access-control/roles`,
      ],
    ],
    [
      'roles that an operation drops',
      '3.0.0',
      'x-access-control: { roles: null }',
      'x-access-control: { roles: [S] }',
      [
        `"roles" as stated here, ["S"], does not count for operation "onOrder"; nothing does: in AsyncAPI 3 the operation's own, else the last trait's, wins, and lists are never united.`,
        'State roles at one place only, or the same at both.',
        `${OPERATION}/x-access-control/roles`,
      ],
    ],
  ] as const) {
    void it(what, () => {
      assert.deepEqual(said(asyncapi, own, trait), [wanted]);
    });
  }
});

void describe('S11: the extension after traits', () => {
  const root = '{ roles: { READER: {}, WRITER: {}, ADMIN: {} }, defaultContext: main }';
  const source = '{ A: { type: plain, x-access-control: { rolesFrom: account } } }';
  for (const [own, traits, in2, in3] of [
    ['{ roles: [READER] }', ['{ roles: [WRITER] }'], ['WRITER'], ['READER']],
    ['{ roles: [READER] }', ['{ roles: [WRITER] }', '{ roles: [ADMIN] }'], ['ADMIN'], ['READER']],
    [null, ['{ roles: [WRITER] }', '{ roles: [ADMIN] }'], ['ADMIN'], ['ADMIN']],
    ['{ context: { value: own } }', ['{ roles: [WRITER] }'], ['WRITER'], ['WRITER']],
    ['{ roles: [READER], context: { value: own } }', ['{ context: { value: trait } }'], ['READER'], ['READER']],
  ] as const) {
    for (const asyncapi of [...versions2From('2.4.0'), ...VERSIONS_3]) {
      void it(`${asyncapi}: ${own ?? 'absent'} / ${traits.join(', ')}`, () => {
        const major = asyncapi.startsWith('2') ? 2 : 3;
        const rest = [
          `security: [${major === 2 ? '{ A: [] }' : ref('A')}]`,
          ...(own === null ? [] : [`x-access-control: ${own}`]),
          `traits: [${traits.map((trait) => `{ x-access-control: ${trait} }`).join(', ')}]`,
        ].join(', ');
        const parts = { asyncapi, root, schemes: source };
        const made = make(
          major === 2 ? version2({ ...parts, publish: rest }) : version3({ ...parts, operations: onOrder(rest) }),
        );
        const contexts = [own ?? '', ...traits].flatMap((text) => /value: (\w+)/.exec(text)?.[1] ?? []);
        const context = (major === 2 ? contexts.at(-1) : contexts[0]) ?? 'main';
        assert.deepEqual(
          made.model?.operations.map((operation) => [operation.roles, operation.context]),
          [[major === 2 ? in2 : in3, { value: context }]],
        );
      });
    }
  }
});
