import { declareClassPlugin, declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';
import { InProcessRunner } from './in-process-runner.js';
import { MissedReporter } from './missed-reporter.js';
import { proseIgnorer } from './prose-ignorer.js';

/** What Stryker loads. */
export const strykerPlugins = [
  declareClassPlugin(PluginKind.TestRunner, 'in-process', InProcessRunner),
  declareClassPlugin(PluginKind.Reporter, 'missed', MissedReporter),
  declareValuePlugin(PluginKind.Ignore, 'prose', proseIgnorer),
];
