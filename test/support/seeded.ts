import fc from 'fast-check';

/**
 * fast-check with the same seed in every run, so that a red run can be repeated and a green one means something.
 * RANDOM_SEED names another; RANDOM_SEED=fresh takes a new one each time, which is how `npm run explore` looks further.
 */
export { fc };

const { RANDOM_SEED = '20261125' } = process.env;
if (RANDOM_SEED !== 'fresh') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(RANDOM_SEED) });
