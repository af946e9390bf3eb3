import type { Blame, FailureKind } from '../foundation/core/verdicts.ts';
import type { StoredMessage } from '../foundation/store/messages.ts';
import type { OutboundMessage } from '../foundation/store/outbound-messages.ts';

/** Who must act on a failure, and what there is to do, in one or two sentences for people. */
export interface Advice {
  readonly blame: Blame;
  readonly advice: string;
}

/** Codes parted by blanks, `<from>–<to>` for all between, and what to do about them. */
interface AdviceRow extends Advice {
  readonly codes: string;
}

const unchanged = 'sending it again unchanged will not help';

/**
 * WhatsApp's codes (fact sheet §3, the paragraph on WhatsApp) and no word more than it says of each: its classes A and
 * P are for the owner of the account, R and RA pass, X is for whoever sends.
 */
const rows: readonly AdviceRow[] = [
  // A
  { codes: '0 190', blame: 'owner', advice: 'The access token is not valid any more: connect the account again.' },

  // P
  {
    codes: '3 10 200–299 131005',
    blame: 'owner',
    advice: 'A permission, an asset or terms are missing: the owner of the account must settle that, then send again.',
  },
  { codes: '131031', blame: 'owner', advice: 'The account is locked: its owner must settle that with Meta.' },
  {
    codes: '131037',
    blame: 'owner',
    advice: 'The display name of the number stands in the way: its owner must mend it.',
  },
  {
    codes: '131042',
    blame: 'owner',
    advice: 'There is trouble with the payment: the owner of the account must mend it.',
  },
  {
    codes: '131045',
    blame: 'owner',
    advice: 'There is trouble with the certificate of the number: its owner must mend it.',
  },
  { codes: '130497', blame: 'owner', advice: 'This account may not write to people of this country.' },
  {
    codes: '368',
    blame: 'owner',
    advice: 'Meta blocked the account for a breach of its policies: stop sending by it, and settle that with Meta.',
  },

  // RA
  { codes: '4 80000–80099', blame: 'meta', advice: 'A limit of calls is reached: wait, then send again.' },
  {
    codes: '130429',
    blame: 'meta',
    advice: 'The number sent too many messages a second: wait, then send more slowly.',
  },
  {
    codes: '131048',
    blame: 'meta',
    advice: 'Meta limits the number because of spam: wait, and send what people want to read.',
  },
  // §4: 1 in 6 s, a burst of 45 that borrows quota.
  {
    codes: '131056',
    blame: 'meta',
    advice: 'Too many messages to this one person: wait, and in the long run send one in six seconds at most.',
  },
  { codes: '131057', blame: 'meta', advice: 'The account is under maintenance: wait, then send again.' },
  {
    codes: '131064',
    blame: 'meta',
    advice: 'A limit for templates of the wrong category: wait, and mend their category.',
  },
  { codes: '133008 133009', blame: 'meta', advice: 'Wait as long as `details` says, then try again.' },
  { codes: '133015', blame: 'meta', advice: 'Wait five minutes, then try again.' },
  { codes: '133016', blame: 'meta', advice: 'A limit of registrations is reached: wait, then try again.' },
  { codes: '134101', blame: 'meta', advice: 'The template is still being synced: wait ten minutes, then send again.' },
  { codes: '132069', blame: 'meta', advice: 'A flow may go out in ten messages an hour: wait, then send again.' },

  // R
  { codes: '1 2 131000 131016 133004', blame: 'meta', advice: 'Meta had trouble of its own: send again later.' },

  // X
  {
    codes: '131047',
    blame: 'caller',
    advice: 'The window of 24 hours is over: send an approved template, or wait until the person writes.',
  },
  { codes: '131026', blame: 'caller', advice: `The message cannot be delivered to this person: ${unchanged}.` },
  {
    codes: '131049',
    blame: 'caller',
    advice: 'Meta held it back to keep its ecosystem healthy: do not send it to this person again within 24 hours.',
  },
  {
    codes: '131050',
    blame: 'caller',
    advice: 'The person has opted out of marketing: send none until they ask for it again.',
  },
  { codes: '130472', blame: 'caller', advice: `The person takes part in an experiment of Meta’s: ${unchanged}.` },
  { codes: '131051', blame: 'caller', advice: `WhatsApp does not support this type of message: ${unchanged}.` },
  {
    codes: '131052 131053',
    blame: 'caller',
    advice:
      'The media could not be taken: send it once more as a new message, with a fresh link; an upload by `mediaId` is ' +
      'brought to Meta anew.',
  },
  {
    codes: '131062',
    blame: 'caller',
    advice: 'This kind of message cannot go to a business-scoped user id: send it to the phone number.',
  },
  { codes: '132000', blame: 'caller', advice: 'The number of parameters is not that of the template: give each one.' },
  { codes: '132001', blame: 'caller', advice: 'There is no such template in this language: choose one that exists.' },
  { codes: '132015', blame: 'caller', advice: 'The template is paused: choose another one.' },
  { codes: '132016', blame: 'caller', advice: 'The template is disabled: choose another one.' },
  { codes: '132068', blame: 'caller', advice: `There is trouble with the flow of the message: ${unchanged}.` },
  { codes: '131030', blame: 'caller', advice: 'The recipient is not in the list of the test number: add them to it.' },
  {
    codes: '131063',
    blame: 'caller',
    advice: 'Marketing templates are switched off for the Cloud API: choose another category.',
  },
  {
    codes: '137000',
    blame: 'caller',
    advice: `There is trouble with the identity key of the recipient: ${unchanged}.`,
  },
  { codes: '147001–147005', blame: 'caller', advice: `There is trouble with the username: ${unchanged}.` },
  { codes: '2388000–2388999', blame: 'caller', advice: 'The template could not be made as it is: change it.' },
  {
    codes:
      '33 100 131008 131009 131021 131044 131055 132005 132007 132008 132012 133000 133005 133006 133010 134011 ' +
      '134100 134102 135000',
    blame: 'caller',
    advice: `Meta refuses the message as it is, and \`details\` says why: ${unchanged}.`,
  },
];

/** What `meta-rejected` means to the house: nobody but the sender can know more. */
const onUnknown: Advice = {
  blame: 'caller',
  advice: 'No list of ours has this code: Meta’s own words beside it are all there is to say.',
};

/** Every code of the table, a family as its first and last. */
export const knownCodes = rows.flatMap(({ codes, ...advice }) =>
  codes.split(' ').map((range) => {
    const [from, to] = range.split('–').map(Number);
    return { from: from ?? Number.NaN, to: to ?? from ?? Number.NaN, ...advice };
  }),
);

/** What to do about the reason that WhatsApp gave for a failure; there is an answer for every code. */
export function adviceOn({ code }: Pick<NonNullable<StoredMessage['failure']>, 'code'>): Advice {
  const known = knownAs(code);
  return known ? { blame: known.blame, advice: known.advice } : onUnknown;
}

const knownAs = (code: number) => knownCodes.find(({ from, to }) => code >= from && code <= to);

/** What to do about a message that was not sent, by what kind of failure it was. */
const onKind: Readonly<Record<FailureKind, string>> = {
  'invalid-request': 'The message is not as this channel takes it: change it, then send it anew.',
  'bad-signature': 'This is a fault of ours: it shows in our alarms, and there is nothing that you could do.',
  'permission-missing': 'A permission or a right to the account is missing: its owner must grant that, then send anew.',
  'not-found': 'What the message names is not there: see that the account, the upload or the message still exists.',
  'connection-revoked': 'The account is not connected any more: its owner must connect it again, then send anew.',
  'outside-window':
    'The window is shut: wait until the person writes, or send what `GET /v1/threads/{id}/window` still allows.',
  'recipient-unavailable': `The person cannot be reached here, or does not want to be: ${unchanged}.`,
  'too-much-data': 'The message is more than Meta takes at once: make it shorter, or send it in parts.',
  'policy-blocked':
    'Meta blocked the account for a breach of its policies: stop sending by it, and settle that with Meta.',
  misconfigured: 'This system is not set up for it: whoever runs it must mend that.',
  unavailable: 'This system had trouble of its own: send it anew later.',
  'too-large': 'The message, or a file of it, is larger than this channel takes: make it smaller.',
  forbidden: 'You may not do this: ask whoever gave you access.',
  conflict: 'Something else stands in the way: look at the thread, then decide whether to send anew.',
  malformed: 'Meta answered in a way that is not understood: look at the thread before you send anew.',
  'meta-rejected': `Meta refuses the message as it is, and says why beside this: ${unchanged}.`,
  'rate-limited': 'A limit of Meta’s is reached: wait, then send more slowly.',
  'meta-unavailable': 'Meta had trouble of its own: send it anew later.',
  'outcome-unknown': 'Nobody knows whether Meta has it: look at the thread before you send it anew.',
  busy: 'Others changed the same thing at that moment: send it anew.',
  duplicate: 'It was sent before: there is nothing to do.',
  bug: 'This is a fault of ours: it shows in our alarms, and there is nothing that you could do.',
};

/**
 * What to do about a message that Meta, or we, did not take. The codes above are WhatsApp's alone: on the other
 * channels one code means many things, and only the kind, which knows the subcode too, tells them apart.
 */
export function adviceOnRefusal(
  { code, kind }: Pick<NonNullable<OutboundMessage['failure']>, 'code' | 'kind'>,
  channel: OutboundMessage['channel'],
): string {
  const known = channel === 'whatsapp' && code !== undefined ? knownAs(code) : undefined;
  return known?.advice ?? onKind[isKind(kind) ? kind : 'bug'];
}

const isKind = (kind: string): kind is FailureKind => Object.hasOwn(onKind, kind);
