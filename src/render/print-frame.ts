import type { Plan } from '../plan/plan.js';

/** What the files that no template shapes need to know. */
export type PrintFrame = Pick<Plan, 'banner' | 'importExtension'>;

/** The specifier of a module of the output folder, named from its root. */
export const siblingModule = (path: string, { importExtension }: Pick<PrintFrame, 'importExtension'>): string =>
  `./${path}${importExtension === '' ? '' : `.${importExtension}`}`;
