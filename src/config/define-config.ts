import type { Config } from './config.js';

/** Gives a configuration file its types. Returns what it is given; several documents are an array. */
export const defineConfig = <const T extends Config | readonly Config[]>(config: T): T => config;
