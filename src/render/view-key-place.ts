import Handlebars from 'handlebars';
import type { Place } from '../diagnostics/index.js';
import type { TemplateSource } from '../plan/plan.js';
import { placeIn } from './template-place.js';

/** The first place of a template or partial that names a key of its view. */
export const placeOfKey = (key: string, sources: readonly TemplateSource[]): Place | undefined => {
  for (const source of sources) {
    const finder = new PathFinder(key);
    finder.accept(Handlebars.parse(source.text));
    if (finder.found !== null) return placeIn(source.at, finder.found);
  }
  return sources[0]?.at;
};

class PathFinder extends Handlebars.Visitor {
  found: hbs.AST.SourceLocation | null = null;
  readonly #key: string;

  constructor(key: string) {
    super();
    this.#key = key;
  }

  override PathExpression(path: hbs.AST.PathExpression): void {
    if (path.parts.includes(this.#key)) this.found ??= path.loc;
  }
}
