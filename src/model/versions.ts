/** Whether one AsyncAPI version came before another. Both are versions that the document stage accepts. */
export const isBefore = (version: string, other: string): boolean => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0, otherPatch = 0] = other.split('.').map(Number);
  return major !== otherMajor ? major < otherMajor : minor !== otherMinor ? minor < otherMinor : patch < otherPatch;
};
