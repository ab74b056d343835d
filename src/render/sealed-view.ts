import type { Json } from '../document/node.js';

/** Thrown inside a render, caught by it: the template asked for a key that its view does not own. */
export class ViewKeyFault extends Error {
  readonly path: string;
  readonly key: string;

  constructor(path: string, key: string) {
    super(`${path} has no ${key}`);
    this.path = path;
    this.key = key;
  }
}

/** A view in which only own keys can be read, and the way back to the plain data. */
export interface SealedView {
  readonly root: unknown;
  plain(value: unknown): unknown;
}

/**
 * Seals a view: `strict` of Handlebars covers neither block arguments nor helper arguments, where a misspelt or
 * inherited name would print nothing.
 */
export const sealView = (view: Json): SealedView => {
  const originals = new WeakMap<object, Json>();

  const seal = (value: Json, path: string): unknown => {
    if (typeof value !== 'object' || value === null) return value;
    // The children are sealed before, in a copy: a proxy may not answer for a frozen target's property.
    const copy: object = isList(value)
      ? value.map((item, index) => seal(item, `${path}[${String(index)}]`))
      : ownCopy(Object.entries(value).map(([key, child]) => [key, seal(child, `${path}.${key}`)]));
    const refuse = (key: string | symbol): boolean => {
      if (typeof key === 'string' && !Object.hasOwn(copy, key)) throw new ViewKeyFault(path, key);
      return typeof key === 'string';
    };
    const sealed = new Proxy(copy, {
      get: (target, key): unknown => {
        if (key === Symbol.toPrimitive) return asNothingElse;
        return refuse(key) ? Reflect.get(target, key) : undefined;
      },
      has: (_target, key) => refuse(key),
    });
    originals.set(sealed, value);
    return sealed;
  };

  return {
    root: seal(view, 'view'),
    plain: (value) => (typeof value === 'object' && value !== null ? (originals.get(value) ?? value) : value),
  };
};

/** Handlebars compares contexts with `!=`; a view beside a string must be unequal to it, not converted. */
const asNothingElse = (): symbol => Symbol('view');

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** `Object.fromEntries` defines own properties, `__proto__` among them. */
const ownCopy = (entries: readonly (readonly [string, unknown])[]): object => Object.fromEntries(entries);
