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
        return found === null ? [] : [fix(...found.slice(1))];
      })[0] ?? `Write what the specification of AsyncAPI ${version} describes for this part.`,
  };
};

type Fix = (...found: string[]) => string;

const FIXES: readonly (readonly [RegExp, Fix])[] = [
  [/item of security is \{\}/, () => 'Leave {} out: nothing is demanded where security is absent.'],
  [/Property "(.*)" is not expected to be here/, (name = '') => `Remove "${name}" here, or correct its name.`],
  [/must have required property "(.*)"/, (name = '') => `Add ${name}.`],
  [/Did you mean (".*")/, (value = '') => `Write ${value}.`],
  [/must be equal to one of the allowed values: (.*)/, (values = '') => `Write one of ${values}.`],
  [/property type must be ([\w,]+)/, (types = '') => `Write ${types.split(',').join(' or ')}.`],
  [/must match format "(.*)"/, (format = '') => `Write a legal ${format}.`],
  [
    /Operation message does not belong to the specified channel/,
    () => 'Point the $ref at a message under the channel: #/channels/<channel>/messages/<message>.',
  ],
  [
    /parameters are described .* Missed: (.*?)\.?$/,
    (names = '') => `Describe ${names} under parameters of the channel.`,
  ],
  [/redundant defined "(.*)" parameter/, (name = '') => `Remove ${name}, or use it in the channel's address.`],
];
