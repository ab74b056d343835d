import { nearestNames, type Place } from '../diagnostics/index.js';
import type { Node } from './node.js';
import { pointerSegments, pointerTo } from './pointer.js';
import { members, section, spotOf } from './spot.js';

/** Whether a `$ref` stands as an item of `security`. */
export const isInSecurity = ({ pointer }: Place): boolean => /\/security\/(?:0|[1-9]\d*)\/\$ref$/.test(pointer);

/** The fix for a `$ref` of `security` that leads to no scheme; null where no declared scheme has such a name. */
export const meantScheme = (text: string, at: Place, entry: Node): string | null => {
  if (!isInSecurity(at) || at.file !== entry.at.file) return null;
  const components = section(spotOf(entry), 'components');
  const names = members(components && section(components, 'securitySchemes')).map(([name]) => name);
  const [written = ''] = pointerSegments(`/${text.replace(/^.*[/#]/s, '')}`);
  const name = names.includes(written) ? written : nearestNames(written, names)[0];
  if (name === undefined) return null;
  const meant = `#${pointerTo('/components/securitySchemes', name)}`;
  return `Write $ref: '${meant.replaceAll("'", "''")}'.`;
};
