import { AssertionError } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';

const CANARIES = new Map<string, string>();

/** A secret that no code may ever show. The same name gives the same secret within a test process. */
export function canary(name: string): string {
  const known = CANARIES.get(name);
  if (known !== undefined) return known;
  const secret = `canary-${name}-${randomBytes(12).toString('hex')}`;
  CANARIES.set(name, secret);
  return secret;
}

/** Lets a secret that was made elsewhere (a minted token, a key file) be watched as well. */
export function watch(name: string, secret: string): string {
  CANARIES.set(name, secret);
  return secret;
}

/**
 * Fails when any canary shows in any of these values: in a text as it stands, in anything else as `util.inspect`,
 * JSON, `String` and an error's message, stack and causes would show it.
 */
export function assertNoCanary(...values: readonly unknown[]): void {
  for (const value of values) {
    const shown = facesOf(value);
    for (const [name, secret] of CANARIES) {
      for (const [face, text] of shown) {
        if (spellingsOf(secret).some((spelling) => text.includes(spelling))) {
          // The message must not repeat the secret: a test log is kept, too.
          throw new AssertionError({ message: `the canary "${name}" shows in ${face}`, stackStartFn: assertNoCanary });
        }
      }
    }
  }
}

/** The ways in which a value ends up in a log. */
function facesOf(value: unknown): Map<string, string> {
  if (typeof value === 'string') return new Map([['the text', value]]);
  const faces = new Map<string, string>();
  faces.set(
    'util.inspect',
    inspect(value, { depth: Infinity, showHidden: true, getters: true, maxStringLength: null }),
  );
  faces.set('util.inspect without customisation', inspect(value, { depth: Infinity, customInspect: false }));
  faces.set(
    'JSON',
    attempt(() => JSON.stringify(value)),
  );
  faces.set(
    'its text',
    attempt(() => String(value)),
  );
  faces.set(
    'its own keys',
    attempt(() => ownTexts(value).join('\n')),
  );
  if (value instanceof Error) {
    faces.set('its message', value.message);
    faces.set('its stack', value.stack ?? '');
    if (value.cause !== undefined) {
      for (const [face, text] of facesOf(value.cause)) faces.set(`${face} of its cause`, text);
    }
  }
  return faces;
}

function attempt(show: () => string | undefined): string {
  try {
    return show() ?? '';
  } catch {
    // What cannot be shown shows no secret.
    return '';
  }
}

function ownTexts(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Reflect.ownKeys(value).flatMap((key) => {
    const field: unknown = Reflect.get(value, key);
    return [String(key), ...(typeof field === 'string' ? [field] : [])];
  });
}

/** A secret gives itself away in another spelling as well. */
function spellingsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, 'utf8');
  return [
    secret,
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(secret),
  ];
}

/** What was written to the standard streams. */
export interface Captured<T> {
  readonly result: T;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs something and keeps the text that it writes to stdout and stderr, `console` included. */
export async function capture<T>(run: () => T | Promise<T>): Promise<Captured<T>> {
  const streams = { stdout: '', stderr: '' };
  const restore = (['stdout', 'stderr'] as const).map((name) => {
    const stream = process[name];
    const write = stream.write.bind(stream);
    stream.write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
      // The test runner reports to its parent in bytes; `console` and our own code write text.
      if (typeof chunk !== 'string') return write(chunk);
      streams[name] += chunk;
      const done = rest.find((argument) => typeof argument === 'function');
      if (done !== undefined) queueMicrotask(() => void Reflect.apply(done, undefined, []));
      return true;
    };
    return (): void => {
      stream.write = write;
    };
  });
  try {
    return { result: await run(), ...streams };
  } finally {
    for (const undo of restore) undo();
  }
}
