/** What one error of the official parser says, with what to do about it. */
export interface Wording {
  readonly message: string;
  readonly fix: string;
}

/** Puts an official message into one line for a person, and a fix as far as the message tells one. */
export const validationWording = (message: string, version: string): Wording => {
  const said = message
    .replace(/ Did you mean .*$/, '')
    .replace(/[.?]?$/, '.')
    .replace(/\s+/g, ' ');
  return {
    message: `Not valid AsyncAPI ${version}: ${said}`,
    fix:
      FIXES.flatMap(([words, fix]) => {
        const found = words.exec(message);
        return found === null ? [] : [fix(version, ...found.slice(1))];
      })[0] ?? `Write what the specification of AsyncAPI ${version} describes for this part.`,
  };
};

/** What to do about a key that says who may do what, in the wrong place; null for any other key. */
const moved = (name: string, version: string): string | null => {
  const word = Object.keys(HOMES).find((known) => known.toLowerCase() === name.toLowerCase());
  if (word === undefined) return null;
  if (!version.startsWith('2.') && /^(?:publish|subscribe)$/.test(word)) {
    const action = word === 'publish' ? 'receive' : 'send';
    return `AsyncAPI 3 states operations at the root: operations: { <name>: { action: ${action}, channel: { $ref: '#/channels/…' } } }.`;
  }
  if (version.startsWith('2.') && word === 'operations')
    return 'AsyncAPI 2 states operations on their channel: publish where the application receives, subscribe where it sends.';
  return `Move it to where ${word} is read: ${HOMES[word] ?? ''}.`;
};

const OF_OPERATIONS = 'under x-access-control of an operation or its trait';

const HOMES: Readonly<Record<string, string>> = {
  security: 'on servers, operations and their traits',
  securitySchemes: 'under components',
  servers: 'at the root, and on channels',
  channels: 'at the root',
  operations: 'at the root',
  publish: 'on channels',
  subscribe: 'on channels',
  traits: 'on operations and messages',
  operationTraits: 'under components',
  roles: 'under x-access-control: at the root, which declares them, or of an operation or its trait, which names them',
  function: OF_OPERATIONS,
  context: OF_OPERATIONS,
  access: OF_OPERATIONS,
  actor: OF_OPERATIONS,
};

type Fix = (version: string, ...found: string[]) => string;

const FIXES: readonly (readonly [RegExp, Fix])[] = [
  [/item of security is \{\}/, () => 'Leave {} out: nothing is demanded where security is absent.'],
  [
    /Property "(.*)" is not expected to be here/,
    (version, name = '') =>
      moved(name, version) ??
      `Correct the name "${name}", move it to the object that it belongs to, or remove it here.`,
  ],
  [/must have required property "(.*)"/, (_, name = '') => `Add ${name}.`],
  [/Did you mean (".*")/, (_, value = '') => `Write ${value}.`],
  [/must be equal to one of the allowed values: (.*)/, (_, values = '') => `Write one of ${values}.`],
  [/property type must be ([\w,]+)/, (_, types = '') => `Write ${types.split(',').join(' or ')}.`],
  [/must match format "(.*)"/, (_, format = '') => `Write a legal ${format}.`],
  [
    /Operation message does not belong to the specified channel/,
    () => 'Point the $ref at a message under the channel: #/channels/<channel>/messages/<message>.',
  ],
  [
    /parameters are described .* Missed: (.*?)\.?$/,
    (_, names = '') => `Describe ${names} under parameters of the channel.`,
  ],
  [/redundant defined "(.*)" parameter/, (_, name = '') => `Remove ${name}, or use it in the channel's address.`],
];
