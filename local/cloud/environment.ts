import { delimiter, dirname } from 'node:path';

const kept = /^(HOME|USER|LOGNAME|LANG|LC_\w+|TZ|SHELL|TERM|SystemRoot)$/;

/**
 * The environment that every child starts from: who and where we are, and the Node that runs this first on the PATH
 * (the emulator runs functions on whatever `node` comes first). No `AWS_*`, no proxies, no `NODE_OPTIONS`.
 */
export function plainEnvironment(temporary: string): Record<string, string> {
  const own = Object.entries(process.env).filter((entry): entry is [string, string] => kept.test(entry[0]));
  const path = [dirname(process.execPath), process.env.PATH ?? ''].join(delimiter);
  return { ...Object.fromEntries(own), PATH: path, TMPDIR: temporary };
}

/** The environment for pip: the caller's, less what names an AWS account or bends Python. */
export function installEnvironment(): Record<string, string> {
  const foreign = /^(AWS_|PYTHONPATH$|PYTHONHOME$|VIRTUAL_ENV$)/;
  const own = Object.entries(process.env).filter(
    (entry): entry is [string, string] => entry[1] !== undefined && !foreign.test(entry[0]),
  );
  return { ...Object.fromEntries(own), PIP_DISABLE_PIP_VERSION_CHECK: '1', PIP_NO_INPUT: '1' };
}

/** What points an AWS SDK, or the CDK, at the emulator and at nothing else: the user's own profiles are hidden. */
export function emulatorEnvironment(endpoint: string, certificate: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: 'us-east-1',
    AWS_CA_BUNDLE: certificate,
    NODE_EXTRA_CA_CERTS: certificate,
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  };
}
