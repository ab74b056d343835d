import assert from 'node:assert/strict';
import { suite, test } from 'node:test';

import { policyMarkdown } from '../../src/cli/policy-markdown.js';
import { policyText } from '../../src/cli/policy-text.js';
import { onOrder, ref, version2, version3, type TeamSays } from '../support/model-of.js';
import { outlined } from '../support/outlined.js';

const text = (yaml: string, team: TeamSays = {}, colour = false): string => {
  const { policy, outline } = outlined(yaml, team);
  return policyText(policy, outline, colour);
};

const markdown = (yaml: string): string => {
  const { policy, outline } = outlined(yaml);
  return policyMarkdown(policy, outline);
};

const SCHEMES = `{
    key: { type: httpApiKey, in: header, name: X-Key, x-access-control: { rolesFrom: account } },
    bare: { type: httpApiKey, in: header, name: X-Bare },
    scram: { type: scramSha512, x-access-control: { rolesFrom: account } },
    signed: { type: asymmetricEncryption, x-access-control: { carrier: proof, rolesFrom: account } },
    idp: { type: oauth2, scopes: [read, write], x-access-control: { rolesFrom: account }, flows: { clientCredentials: { tokenUrl: 'https://idp.test/t', availableScopes: { read: r, write: w } } } } }`;

/** The lines below the heading, without the schemes, as one text. */
const demands = (yaml: string, team?: TeamSays): string =>
  text(yaml, team).split('\n\n').slice(1, -1).join('\n').replaceAll(/ +/gu, ' ').trim();

suite('inspect for people', () => {
  const on = (protocol: string, security: readonly string[], operations: string, root?: string): string =>
    version3({
      servers: `{ main: { host: h.test, protocol: ${protocol}, security: [${security.map(ref).join(', ')}] } }`,
      operations,
      schemes: SCHEMES,
      ...(root === undefined ? {} : { root }),
    });

  test('alternatives, levels, roles and who checks each', () => {
    const operation = `security: [${ref('key')}, ${ref('idp')}, ${ref('scram')}], x-access-control: { roles: [A, B, C] }`;
    const yaml = on('wss', ['key'], onOrder(operation), '{ roles: { A: {}, B: {}, C: {} } }');
    assert.equal(
      demands(yaml),
      `on main (wss, h.test) checked by
 receive onOrder
 needs key guard
 and key guard
 or idp (read, write) guard
 or scram left out
 (alternative-dropped)
 role A, B or C in context default guard`,
    );
  });

  for (const [what, yaml, team, want] of [
    [
      'scopes that the broker does not see',
      on('kafka-secure', ['idp'], onOrder()),
      {},
      ' receive onOrder\n needs idp (read, write) broker; scopes: nobody',
    ],
    [
      'roles that nobody enforces',
      on('kafka-secure', ['scram'], onOrder('x-access-control: { roles: [A] }'), '{ roles: { A: {} } }'),
      {},
      ' receive onOrder\n needs scram broker\n role A in context default nobody',
    ],
    [
      'roles as ACLs of the broker',
      on('kafka-secure', ['scram'], onOrder('x-access-control: { roles: [A] }'), '{ roles: { A: {} } }'),
      { config: { kafka: { roles: 'acl' } } },
      ' receive onOrder\n needs scram broker\n role A in context default broker (ACLs)',
    ],
    [
      'the context that a parameter names',
      on(
        'wss',
        ['key'],
        onOrder('x-access-control: { roles: [A], context: { header: X-Context } }'),
        '{ roles: { A: {} } }',
      ),
      {},
      ' receive onOrder\n needs key guard\n role A in the context of header X-Context guard',
    ],
    [
      'no security',
      on('wss', [], onOrder()).replace('security: []', ''),
      {},
      ' receive onOrder\n refused: schemes-unapplied',
    ],
    [
      'no security for one, beside others',
      version3({
        servers: '{ main: { host: h.test, protocol: wss } }',
        operations: `{ open: { action: send, channel: { $ref: '#/channels/orders' } }, shut: { action: send, channel: { $ref: '#/channels/orders' }, security: [${ref('key')}] } }`,
        schemes: SCHEMES,
      }),
      {},
      ' send open\n refused: operation-without-security\n send shut\n needs key guard',
    ],
    [
      'public by the team’s word',
      version3({
        servers: '{ main: { host: h.test, protocol: wss } }',
        operations: `{ open: { action: send, channel: { $ref: '#/channels/orders' } }, shut: { action: send, channel: { $ref: '#/channels/orders' }, security: [${ref('key')}] } }`,
        schemes: SCHEMES,
      }),
      { config: { public: ['open'] } },
      " send open\n nothing: public by the team's word nobody\n send shut\n needs key guard",
    ],
    [
      'public against the server’s demand',
      on('wss', ['key'], onOrder()),
      { config: { public: ['onOrder'] } },
      ' receive onOrder\n refused: public-conflict',
    ],
    [
      'roles of a scheme that gives none',
      on('wss', ['bare'], onOrder('x-access-control: { roles: [A] }'), '{ roles: { A: {} } }'),
      {},
      ' receive onOrder\n refused: actor-missing',
    ],
    [
      'a role model and no role',
      on('wss', ['key'], onOrder(), '{ roles: { A: {} } }'),
      {},
      ' receive onOrder\n refused: operation-without-roles',
    ],
  ] as const satisfies readonly (readonly [string, string, TeamSays, string])[]) {
    test(what, () => {
      const found = text(yaml, team).replaceAll(/ +/gu, ' ').replaceAll('\n\n', '\n');
      assert.ok(found.includes(`checked by\n${want}\n`), found);
    });
  }

  test('traits that take a demand away', () => {
    const yaml = version2({
      servers: '{ main: { url: h.test, protocol: wss } }',
      publish: 'security: [{ key: [] }], traits: [{ security: [] }]',
      schemes: '{ key: { type: httpApiKey, in: header, name: X-Key } }',
    });
    assert.match(text(yaml), /receive onOrder\n +refused: security-emptied\n/u);
  });

  test('operations and servers that demand the same stand together, and stay in order', () => {
    const one = (id: string, rest = ''): string =>
      `${id}: { action: receive, channel: { $ref: '#/channels/orders' }, ${rest} }`;
    const server = (host: string): string => `{ host: ${host}, protocol: wss, security: [${ref('key')}] }`;
    const yaml = version3({
      servers: `{ a: ${server('a.test')}, b: ${server('b.test')} }`,
      operations: `{ ${one('first')}, ${one('second', `security: [${ref('idp')}]`)}, ${one('third')} }`,
      schemes: SCHEMES,
    });
    assert.match(text(yaml), /^on a, b \(wss\) +checked by\n\n {2}receive first, third\n.*\n\n {2}receive second\n/mu);
    assert.match(text(yaml), /3 operations on 2 servers: 6 rules protected\n/u);
  });

  for (const [what, yaml, want] of [
    ['nothing at all', version3({}), /^0 operations on 0 servers: nothing to guard$/mu],
    [
      'a server without operations',
      on('kafka-secure', ['scram'], '{}'),
      /^on main \(kafka-secure, h\.test\)\n {2}No operation; to connect:\n {4}needs {2}scram$/mu,
    ],
    [
      'a server without operations that demands nothing',
      version3({ servers: '{ main: { host: h.test, protocol: wss } }' }),
      /^ {2}No operation, and nothing is demanded of who connects\.$/mu,
    ],
    [
      'no server',
      version3({ operations: onOrder(`security: [${ref('key')}]`), schemes: SCHEMES }),
      /^on no server .*\n {2}The document states no server\.\n\n {2}receive onOrder\n {4}needs {2}key +guard$/mu,
    ],
  ] as const) {
    test(what, () => {
      assert.match(text(yaml), want);
    });
  }

  test('no name is broken unless it is wider than the line, and no line is wider than 80', () => {
    const names = [30, 45, 60, 66, 79, 200].map(
      (length) => 'n'.repeat(length - 2) + String(length % 97).padStart(2, '0'),
    );
    const schemes = names.map((name) => `${name}: { type: httpApiKey, in: header, name: X }`).join(', ');
    const operations = names.map(
      (name) =>
        `${name}: { action: send, channel: { $ref: '#/channels/orders' }, security: [${ref(name)}, ${ref(names[0] ?? '')}] }`,
    );
    const printed = text(
      version3({
        servers: '{ main: { host: h.test, protocol: wss } }',
        operations: `{ ${operations.join(', ')} }`,
        schemes: `{ ${schemes} }`,
      }),
    );
    const lines = printed.split('\n');
    assert.deepEqual(
      lines.filter((line) => line.length > 80),
      [],
    );
    for (const name of names.filter(({ length }) => length <= 66)) {
      assert.equal(lines.filter((line) => line.includes(name)).length >= 3, true, name);
    }
  });

  test('a name that reads as our words is quoted, and hidden characters are seen', () => {
    const name = 'key or nobody\\u202e';
    const yaml = version2({
      servers: `{ main: { url: h.test, protocol: wss, security: [{ "${name}": [] }] } }`,
      schemes: `{ "${name}": { type: httpApiKey, in: header, name: X } }`,
    });
    assert.match(text(yaml), /needs {2}"key or nobody\\u202e" +guard/u);
  });

  test('colour changes nothing but colours', () => {
    const yaml = on('kafka-secure', ['idp'], onOrder());
    const coloured = text(yaml, {}, true);
    assert.match(coloured, /\u001b\[31mbroker; scopes: nobody\u001b\[0m/u);
    assert.equal(coloured.replaceAll(/\u001b\[\d+m/gu, ''), text(yaml));
  });
});

suite('inspect as Markdown', () => {
  /** Takes the code spans out as CommonMark does: a run of backticks up to the next run of the same length. */
  const outsideCode = (source: string): string => source.replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/gu, '·');

  const withName = (name: string): string =>
    version2({
      servers: `{ main: { url: h.test, protocol: wss, security: [{ ${JSON.stringify(name)}: [] }] } }`,
      schemes: `{ ${JSON.stringify(name)}: { type: httpApiKey, in: header, name: ${JSON.stringify(name)} } }`,
    }).replace('title: Test', `title: ${JSON.stringify(name)}`);

  for (const name of [
    'a | b',
    '`x`',
    '``` x ``',
    '`',
    '``',
    ' ` ',
    '<img src=x onerror=alert(1)>',
    '@everyone',
    '[x](https://evil.test)',
    'https://evil.test',
    '**bold** _x_ ~~y~~',
    '\\',
    'a\\|b',
    'x\ny',
    '# x',
    '#1',
    ':x:',
    '&lt;',
    '</td>',
    '\u202eevil',
  ]) {
    test(`${JSON.stringify(name)} becomes no markup`, () => {
      const [wanted, found] = [markdown(withName('plain')), markdown(withName(name))];
      assert.equal(outsideCode(found), outsideCode(wanted));
      // A pipe ends a cell, in code too, unless a backslash stands before it.
      const cells = (source: string): readonly number[] =>
        source.split('\n').map((line) => line.split(/(?<!\\)\|/u).length);
      assert.deepEqual(cells(found), cells(wanted));
    });
  }

  test('one row a demand', () => {
    const yaml = version3({
      servers: `{ main: { host: h.test, protocol: kafka-secure, security: [${ref('scram')}] } }`,
      operations: onOrder(`security: [${ref('signed')}], x-access-control: { roles: [A] }`),
      root: '{ roles: { A: {} } }',
      schemes: SCHEMES,
    });
    assert.match(
      markdown(yaml),
      /^\| operation \| needs, all of it \| checked by \|\n\|.*\n\| receive `onOrder` \| `scram` \| broker \|\n\| {2}\| `signed` \| guard \|\n\| {2}\| role `A` in context `default` \| guard \|$/mu,
    );
  });
});
