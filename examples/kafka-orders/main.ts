import { Accounts } from './accounts.js';
import { startBilling } from './billing.js';
import { fromEnv, fromFile } from './guards/index.js';

const accounts = new Accounts();
accounts.register('shop', ['PLACE_ORDERS@eu', 'CANCEL_ORDERS@eu']);

const stop = await startBilling({
  credentials: { saslScram: { username: 'billing', password: fromEnv('BROKER_PASSWORD') } },
  accounts,
  keys: 'https://keys.acme.test/producers.json',
  signingKey: fromFile('/run/secrets/billing-proof.jwk'),
  log: (event) => {
    console.log(JSON.stringify(event));
  },
  failed: (error, isOver) => {
    console.error(error);
    if (isOver) process.exit(1);
  },
});
process.once('SIGTERM', () => void stop());
