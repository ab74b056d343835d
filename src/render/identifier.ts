const RESERVED = new Set(
  (
    'arguments as async await break case catch class const continue debugger declare default delete do else enum eval ' +
    'export extends false finally for from function get global if implements import in instanceof interface let module ' +
    'namespace new null of package private protected public require return set static super switch this throw true ' +
    'try type typeof undefined using var void while with yield any bigint boolean never number object string symbol ' +
    'unknown'
  ).split(' '),
);

/** Whether a name may be printed as an identifier wherever one may stand. */
export const isPlainIdentifier = (name: string): boolean => /^[A-Za-z_$][\w$]*$/.test(name) && !RESERVED.has(name);
