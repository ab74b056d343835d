import { AXON_SERVER } from './axon-server.js';
import type { Preset } from './preset.js';

export type { Preset } from './preset.js';

/** Every preset that `x-access-control.preset` can name. */
export const PRESETS: readonly Preset[] = [AXON_SERVER];
