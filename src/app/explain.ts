import {Failure} from '../base/failure.js';

/** What a click on the one button of an explanation does. */
export type FailureAction =
  | 'open-another' | 'open-anyway' | 'edit-address' | 'try-again' | 'manage-library' | 'open-again' | 'edit' | 'undo' | 'copy-code';

/** A failure as a person reads it: what happened, why if known, and one thing to do. */
export interface Explanation {
  readonly title: string;
  readonly text: string;
  /** To be shown as it stands, with a button that copies it: a command, or Go code. */
  readonly code?: string;
  /** A second thing to copy, which does without `code`: the command that saves the profile to a file. */
  readonly command?: string;
  readonly action?: {readonly kind: FailureAction; readonly label: string};
  /** What stands under "Details": the sentence of the engine, with its numbers. */
  readonly details: string;
}

export interface Circumstances {
  /** The origin of this page, for the handler that lets it read profiles. */
  readonly origin: string;
  /** What was asked, where it was an address; '' for a file. */
  readonly address: string;
}

const openAnother = {kind: 'open-another', label: 'Open another file'} as const;
const editAddress = {kind: 'edit-address', label: 'Edit the address'} as const;
const tryAgain = {kind: 'try-again', label: 'Try again'} as const;

/** What to say of `reason`, whatever it is. */
export function explainFailure(reason: unknown, circumstances: Circumstances): Explanation {
  const details = reason instanceof Error ? reason.message : String(reason);
  if (!(reason instanceof Failure)) {
    return {title: 'Something in this page went wrong', text: 'This is a fault of Icicle and not of your profile. What you opened before is kept.', action: tryAgain, details};
  }
  return {...explained(reason, circumstances), details};
}

function explained(failure: Failure, {origin, address}: Circumstances): Omit<Explanation, 'details'> {
  const {code, message} = failure;
  const another = address === '' ? openAnother : editAddress;
  const host = hostOf(address);
  switch (code) {
    case 'empty':
      return {title: 'This file is empty', text: `It has no bytes at all. ${address === '' ? 'The download or copy was probably stopped before it began.' : 'The service sent nothing.'} Fetch it again.`, action: another};
    case 'not-a-profile':
      return {title: 'This is not a pprof profile', text: sentence(afterColon(message)), action: another};
    case 'other-format':
      return otherFormat(failure, address);
    case 'not-supported':
      return {title: 'Not supported yet', text: sentence(message), action: another};
    case 'truncated':
      return {title: 'This file is not complete', text: `It ends in the middle${atByte(failure)}. The download was probably cut off. Fetch it again.`, action: another};
    case 'damaged':
      return message.includes('goes on after the end')
        ? {title: 'This file is damaged', text: `Its gzip data ends${atByte(failure)}, and something else was appended to it. Fetch it again.`, action: another}
        : {title: 'This file is damaged', text: `Its gzip data contradicts its checksum or itself${atByte(failure)}, so part of it is wrong. The download was probably cut off. Fetch it again.`, action: another};
    case 'malformed':
      return {title: 'This profile is not well formed', text: `${sentence(afterColon(message))} The program that wrote it has a fault, or the file was changed.`, action: another};
    case 'concatenated':
      return {title: 'This file holds more than one profile', text: 'Profiles were written one after the other into the same file. Save each in a file of its own and open them one by one.', action: another};
    case 'too-large':
      return {title: 'Too large to open safely', text: `${sentence(afterColon(message).split(', which is far more')[0]!)} That is far more than a usual profile and can freeze this tab.`, action: {kind: 'open-anyway', label: 'Open anyway'}};
    case 'no-room':
      return {title: 'Too large for this page', text: `${sentence(message)} A profile of a shorter time is smaller, and so is what pprof saves of this one under a filter:`, code: 'go tool pprof -proto -focus=PATTERN -output=smaller.pb.gz FILE', action: another};
    case 'unreadable-file':
      return {title: 'This file cannot be read', text: 'It was moved, changed or deleted since it was chosen, or it is a folder. Choose it again.', action: openAnother};
    case 'cancelled':
      return {title: 'Cancelled', text: 'Nothing was opened, and what was open is as it was.', action: tryAgain};
    case 'bad-regexp':
      return {title: 'That pattern has an error', text: `${message}${failure.details.position === undefined ? '.' : `, at position ${failure.details.position}.`}`, action: {kind: 'edit', label: 'Edit the pattern'}};
    case 'bad-option':
      return {title: 'That setting has an error', text: sentence(message), action: {kind: 'edit', label: 'Edit the setting'}};
    case 'incompatible':
      return {title: 'These profiles do not go together', text: `${sentence(message)} Only profiles of the same kind can be added or compared.`, action: openAnother};
    case 'no-match':
      return {title: 'Nothing matches', text: sentence(message), action: {kind: 'undo', label: 'Undo it'}};
    case 'no-source':
      return {title: 'No source yet', text: 'Source is not in the profile. Choose the folder of your project: it is read here, not copied.'};
    case 'unknown-command':
      return {title: 'pprof has no such command', text: sentence(message)};
    case 'unknown-profile':
      return {title: 'This profile is no longer here', text: 'It is not in the library of this browser. It was deleted, or the browser made room. Open its file again.', action: openAnother};
    case 'bad-address':
      return {title: 'This address cannot be opened', text: sentence(message), action: editAddress};
    case 'unreachable':
      return message.startsWith('the program') || message.startsWith('the example')
        ? {title: 'This could not be loaded', text: sentence(message), action: tryAgain}
        : {title: `Nothing answers at ${host}`, text: `Is the service running, and is this its port? This asks it from a terminal:`, code: curl(address), action: tryAgain};
    case 'no-cors-header':
      return {
        title: `${host} does not let this page read it`,
        text: `Something answers there, but a page may only read what a server allows it to. Add this handler to the service and keep it on localhost, or save the profile with curl and drop the file here.`,
        code: goHandler(origin),
        command: curl(address),
        action: tryAgain,
      };
    case 'mixed-content':
      return {
        title: 'A secure page may not ask http://',
        text: `This page came over https, so the browser does not let it ask ${host} without encryption. Use https, an SSH tunnel to localhost, or curl, and drop the file here:`,
        code: curl(address),
        action: editAddress,
      };
    case 'permission':
      return {
        title: 'The browser needs your permission',
        text: /told not to/.test(message)
          ? `It was told not to let this page ask ${host}. Allow "local network" for this page in the settings of this site (the icon beside the address bar), then try again. Or save the profile with curl and drop the file here:`
          : `To reach ${host}, which is on this computer or in your own network, press Allow when the browser asks. Or save the profile with curl and drop the file here:`,
        code: curl(address),
        action: tryAgain,
      };
    case 'status':
      return status(failure, host, address);
    case 'redirect':
      return {title: 'The address sends you on to another one', text: 'It is not followed, because you did not ask for that address. Copy the final address from the browser or from curl, and open it:', code: `curl -sIL ${quoted(address)} | grep -i location`, action: editAddress};
    case 'stalled':
      return {title: `${host} stopped sending`, text: `${sentence(message)} Is the service busy, or was the connection lost? If it measures for long, ask for fewer seconds.`, action: tryAgain};
    case 'store-full':
      return {title: 'Your library is full', text: 'The profile is open but not saved. Delete some profiles, or download this one.', action: {kind: 'manage-library', label: 'Manage library'}};
    case 'store-refused':
      return {title: 'Nothing will be kept', text: 'Your browser does not let this page save. The profile is open but not saved. Download what you need.'};
    case 'store-newer':
      return {title: 'A newer version of Icicle keeps this library', text: 'This tab still shows an older one, which reads the library and changes nothing in it. Reload the page to get the newer version.', action: tryAgain};
    case 'worker-lost':
      return {title: 'The view was closed to save memory', text: 'The browser stopped our worker. Nothing you saved is lost.', action: {kind: 'open-again', label: 'Open it again'}};
  }
}

/** What a file is that is none of ours, and what to do with it. */
function otherFormat({message, details}: Failure, address: string): Omit<Explanation, 'details'> {
  const action = address === '' ? openAnother : editAddress;
  switch (details.found) {
    case 'go-trace':
      return {title: 'This is an execution trace', text: 'It shows time, not stacks. Open it with go tool trace:', code: 'go tool trace trace.out', action: {kind: 'copy-code', label: 'Copy command'}};
    case 'text':
      return {title: 'This is not a pprof profile', text: 'It is the text of an error. Check the address: profiles live under /debug/pprof/.', action};
    default:
      return {title: 'This is not a pprof profile', text: sentence(afterColon(message)), action};
  }
}

function status({message, details}: Failure, host: string, address: string): Omit<Explanation, 'details'> {
  const said = / answered [^:]*: (.*)$/s.exec(message)?.[1];
  const quote = said === undefined ? '' : ` It says: "${said}"`;
  if (details.status === 404) {
    return {title: `${host} has no such page`, text: `It answered 404.${quote} Profiles live under /debug/pprof/: profile, heap, allocs, goroutine, block, mutex, threadcreate.`, action: editAddress};
  }
  if (details.status === 401 || details.status === 403) {
    return {title: `${host} asks who you are`, text: `It answered ${details.status}.${quote} This page sends no cookies and no passwords. Save the profile with curl and drop the file here:`, code: curl(address), action: editAddress};
  }
  if (said !== undefined && /WriteTimeout/.test(said)) {
    return {title: `${host} does not measure for so long`, text: `It ends every answer before that.${quote} Ask for fewer seconds, or raise the WriteTimeout of its http.Server above them.`, action: editAddress};
  }
  if (details.status === 405) {
    return {title: `${host} refuses to be read this way`, text: `It answered 405, so it does not answer GET at this address.${quote} Check the address: profiles live under /debug/pprof/.`, action: editAddress};
  }
  if (said !== undefined && /already in use/.test(said)) {
    return {title: `${host} is being profiled already`, text: `A service makes one CPU profile at a time.${quote} Wait until the other one is done.`, action: tryAgain};
  }
  return {title: `${host} answered with an error`, text: `${details.status === undefined ? 'It refused.' : `It answered ${details.status}.`}${quote}`, action: tryAgain};
}

/** Lets this page, and no other, read the profiles of a Go service. */
export function goHandler(origin: string): string {
  return `// Lets one web page read the profiles of this process. Keep the listener on localhost.
func allowIcicle(h http.Handler) http.Handler {
\tconst page = ${JSON.stringify(origin)}
\treturn http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
\t\tw.Header().Add("Vary", "Origin")
\t\tif r.Header.Get("Origin") == page {
\t\t\tw.Header().Set("Access-Control-Allow-Origin", page)
\t\t\tw.Header().Set("Access-Control-Expose-Headers", "X-Go-Pprof, Content-Disposition")
\t\t}
\t\th.ServeHTTP(w, r)
\t})
}

// In main:
go http.ListenAndServe("localhost:6060", allowIcicle(http.DefaultServeMux))`;
}

/** The command that saves what stands at `address`. */
export function curl(address: string): string {
  const {url, file} = URL.canParse(address)
    ? {url: address, file: new URL(address).pathname.split('/').at(-1) || 'profile'}
    : {url: `http://${address || 'localhost:6060/debug/pprof/profile'}`, file: 'profile'};
  const name = file.replace(/[^\w.-]/g, '_');
  return `curl -o ${name.includes('.') ? name : `${name}.pb.gz`} ${quoted(url)}`;
}

/** For a shell: single quotes keep all but themselves. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function hostOf(address: string): string {
  if (URL.canParse(address) && new URL(address).host !== '') return new URL(address).host;
  const plain = `http://${address}`;
  return address !== '' && URL.canParse(plain) ? new URL(plain).host : 'The service';
}

function atByte({details}: Failure): string {
  return details.offset === undefined ? '' : `, at byte ${new Intl.NumberFormat('en').format(details.offset)}`;
}

/** What follows `NAME is not a profile: ` and the like, which the title says already. */
function afterColon(message: string): string {
  return /(?: is not a profile| is not a whole profile| contradicts itself|too large to open safely): (.*)$/s.exec(message)?.[1] ?? message;
}

/** A line of the engine as a sentence: with a full stop, and with a capital unless it begins with a name. */
function sentence(line: string): string {
  const text = line.trim();
  const capital = /^[a-z]+[ ,;]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return capital + (/[.?"`]$/.test(text) ? '' : '.');
}
