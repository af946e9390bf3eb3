import { appSet } from './ctl/app-set.ts';
import { assetsLink, assetsList, assetsUnknown } from './ctl/assets.ts';
import { connect } from './ctl/connect.ts';
import { doctor } from './ctl/doctor.ts';
import { parked } from './ctl/parked.ts';
import { replay } from './ctl/replay.ts';
import { openTarget, type Target } from './ctl/target.ts';
import { token } from './ctl/token.ts';
import { CtlError, type Words, wordsOf } from './ctl/words.ts';

interface Command {
  readonly usage: string;
  readonly run: (target: Target, words: Words) => Promise<void>;
}

/** Every operator command; the longest matching words win. */
const commands: Readonly<Record<string, Command>> = {
  'app set': {
    usage:
      'app set <app id> [--kind facebook|instagram] [--overlap <hours>]   reads the app secret from the terminal or stdin',
    run: appSet,
  },
  'assets link': {
    usage: 'assets link <kind>:<id>… [--workspace <id>]   kinds: page instagram whatsapp ad_account user',
    run: assetsLink,
  },
  'assets list': { usage: 'assets list [--workspace <id>]', run: assetsList },
  'assets unknown': { usage: 'assets unknown   assets that Meta delivers for and nobody owns', run: assetsUnknown },
  connect: {
    usage:
      'connect [--features <a,b>] [--platform facebook|facebook-business|instagram|whatsapp] [--return-to <url>] [--config <id>] [--workspace <id>]',
    run: connect,
  },
  doctor: { usage: 'doctor [--workspace <id>]   what this stage still lacks, and where to mend it', run: doctor },
  parked: { usage: 'parked [list | show <id> | redrive <id>…|--all | drop <id>] [--workspace <id>|-]', run: parked },
  replay: { usage: 'replay <from> <to> [--topic <field>] [--dry-run] [--force] [--workspace <id>]', run: replay },
  token: { usage: 'token [--workspace <id>]   a fresh access token of the local cloud', run: token },
};

const usage = () =>
  ['Usage: npm run ctl -- <command> [--stage <stage>]   (without --stage: the running local cloud)', '']
    .concat(Object.values(commands).map(({ usage: line }) => `  ${line}`))
    .join('\n');

async function main(argv: readonly string[]): Promise<number> {
  const words = wordsOf(argv);
  const [first = '', second = ''] = words.plain;
  const name = commands[`${first} ${second}`] ? `${first} ${second}` : first;
  const command = commands[name];
  if (command === undefined) {
    process.stderr.write(`${usage()}\n`);
    return first === '' || first === 'help' ? 0 : 2;
  }
  const plain = words.plain.slice(name.split(' ').length);
  await command.run(await openTarget(words.flags.stage), { ...words, plain });
  return 0;
}

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (thrown: unknown) => {
    const known = thrown instanceof CtlError || (thrown instanceof Error && thrown.name === 'Failure');
    process.stderr.write(`${known ? (thrown as Error).message : describe(thrown)}\n`);
    process.exitCode = 1;
  },
);

/** One line for what we did not foresee; AWS's own error names tell most. */
function describe(thrown: unknown): string {
  return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
}
