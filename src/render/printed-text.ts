const SHORT_ESCAPES: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

const escapeUnit = (unit: string): string =>
  SHORT_ESCAPES[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/**
 * Prints a string literal of printable ASCII. Everything else is escaped, so that line ends, bidirectional marks and
 * letters that look like others cannot change how the file reads.
 */
export const printString = (value: string): string => {
  const count = (quote: string): number => value.split(quote).length - 1;
  const quote = count("'") > count('"') ? '"' : "'";
  return quote + value.replace(/[^ -[\]-~]/g, escapeUnit).replaceAll(quote, `\\${quote}`) + quote;
};

/** Prints a property name: bare where it is a plain name, computed where it would set the prototype. */
export const printKey = (key: string): string => {
  if (key === '__proto__') return "['__proto__']";
  return /^[A-Za-z_$][\w$]*$/.test(key) ? key : printString(key);
};
