import Handlebars from 'handlebars';
import { report, type Diagnostic, type DiagnosticCode, type Place } from '../diagnostics/index.js';
import { placeIn } from './template-place.js';

const PRINTS: readonly string[] = ['str', 'ident', 'json', 'doc'];
const BLOCKS: readonly string[] = ['each', 'if', 'unless', 'with'];
const DATA: readonly string[] = ['index', 'key', 'first', 'last', 'root'];

const PRINT_FIX = 'Print it with {{str …}}, {{ident …}}, {{json …}} or, in a block comment, {{doc …}}.';
const BLOCK_FIX = 'Use {{#each …}}, {{#if …}}, {{#unless …}} or {{#with …}} with one name.';

/** Walks a template and reports everything but print helpers, imports, the four blocks and static partials. */
export class TemplateLint extends Handlebars.Visitor {
  readonly diagnostics: Diagnostic[] = [];
  readonly #template: Place;

  constructor(template: Place) {
    super();
    this.#template = template;
  }

  override MustacheStatement(mustache: hbs.AST.MustacheStatement): void {
    const name = nameOf(mustache.path);
    if (!mustache.escaped) {
      this.#refuse('template-raw-output', mustache, 'A value is printed raw, with {{{…}}} or {{&…}}.', PRINT_FIX);
    } else if (name === 'import') {
      this.#import(mustache);
    } else if (!PRINTS.includes(name)) {
      const message = `{{${name}}} is not a print helper, so its value would be printed raw.`;
      this.#refuse('template-raw-output', mustache, message, PRINT_FIX);
    } else if (mustache.params.length !== 1 || hashOf(mustache).length > 0) {
      const message = `{{${name} …}} takes exactly one value.`;
      this.#refuse('template-expression-refused', mustache, message, `Write {{${name} value}}.`);
    } else {
      this.#names(mustache.params, mustache);
    }
  }

  override BlockStatement(block: hbs.AST.BlockStatement): void {
    const name = nameOf(block.path);
    if (!BLOCKS.includes(name)) {
      this.#refuse('template-expression-refused', block, `{{#${name}}} is not offered.`, BLOCK_FIX);
      return;
    }
    if (block.params.length !== 1 || hashOf(block).length > 0) {
      this.#refuse('template-expression-refused', block, `{{#${name} …}} takes exactly one name.`, BLOCK_FIX);
    } else {
      this.#names(block.params, block);
    }
    this.accept(block.program);
    // Typed as always there; Handlebars leaves it out where a block has no else.
    this.accept(block.inverse);
  }

  override PartialStatement(partial: hbs.AST.PartialStatement): void {
    if (partial.name.type !== 'PathExpression') {
      const message = 'The name of the partial is computed.';
      this.#refuse('template-expression-refused', partial, message, 'Write the name itself: {{> name}}.');
    } else if (partial.params.length > 1 || hashOf(partial).length > 0) {
      const message = 'A partial takes at most one name, the value that it works on.';
      this.#refuse('template-expression-refused', partial, message, 'Write {{> name}} or {{> name value}}.');
    } else {
      this.#names(partial.params, partial);
    }
  }

  override PartialBlockStatement(partial: hbs.AST.PartialBlockStatement): void {
    const fix = 'Write the parts as partials of their own and include them with {{> name}}.';
    this.#refuse('template-expression-refused', partial, 'Partials with a block are not offered.', fix);
  }

  override Decorator(decorator: hbs.AST.Decorator): void {
    this.#refuse('template-expression-refused', decorator, 'Decorators are not offered.', 'Delete it.');
  }

  override DecoratorBlock(decorator: hbs.AST.DecoratorBlock): void {
    const fix = 'Move the text to a file of the partials folder and include it with {{> name}}.';
    this.#refuse('template-expression-refused', decorator, 'Inline partials and decorators are not offered.', fix);
  }

  #import(mustache: hbs.AST.MustacheStatement): void {
    const hash = hashOf(mustache);
    const from = hash.filter(({ key }) => key === 'from');
    const type = hash.filter(({ key }) => key === 'type');
    const named = mustache.params.length === 1 && from.length === 1 && hash.length === 1 + type.length;
    if (!named) {
      const fix = 'Write {{import "name" from="./runtime/index.js"}}, with type=true for a type.';
      this.#refuse('template-expression-refused', mustache, 'The import is incomplete or says too much.', fix);
      return;
    }
    this.#names([...mustache.params, ...from.map(({ value }) => value)], mustache, 'StringLiteral');
    this.#names(
      type.map(({ value }) => value),
      mustache,
      'BooleanLiteral',
    );
  }

  /** Arguments are names of the view, with the data variables that are offered. */
  #names(params: readonly hbs.AST.Expression[], statement: hbs.AST.Node, literal?: string): void {
    for (const param of params) {
      if (param.type === literal) continue;
      if (param.type !== 'PathExpression') {
        const message = 'An argument is a computed or literal value.';
        this.#refuse('template-expression-refused', statement, message, 'Name a value of the view.');
      } else if (isPath(param) && param.data && !DATA.includes(param.parts[0] ?? '')) {
        const message = `${param.original} is not offered.`;
        this.#refuse('template-expression-refused', param, message, 'Use @index, @key, @first, @last or @root.');
      }
    }
  }

  #refuse(code: DiagnosticCode, node: hbs.AST.Node, message: string, fix: string): void {
    this.diagnostics.push(report(code, placeIn(this.#template, node.loc), { message, fix }));
  }
}

const nameOf = ({ original, type }: hbs.AST.Node & { readonly original?: unknown }): string =>
  typeof original === 'string' ? original : type;

/** Typed as always there; Handlebars leaves the hash out where there is none. */
const hashOf = ({ hash }: { readonly hash?: hbs.AST.Hash }): readonly hbs.AST.HashPair[] => hash?.pairs ?? [];

const isPath = (node: hbs.AST.Node): node is hbs.AST.PathExpression => node.type === 'PathExpression';
