/** An identifier in Pascal case for a name of the document: `my-server` -> `MyServer`. '' where nothing is left. */
export const typeName = (name: string): string => {
  const words = name.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [];
  const joined = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  return /^[\p{Lu}\p{Ll}\p{Lt}\p{Lm}\p{Lo}]/u.test(joined) || joined === '' ? joined : `N${joined}`;
};
