import {existsSync, writeFileSync} from 'node:fs';
import {createInterface} from 'node:readline';
import type {Readable, Writable} from 'node:stream';
import type {Config} from '../src/config/config.js';
import type {Shell, ShellAnswer} from '../src/shell/shell.js';

/** Where a prompt reads its lines from and writes to. */
export interface Terminal {
  readonly input: Readable;
  readonly output: Writable;
  readonly error: Writable;
}

/** pprof's prompt over `input`, until it ends or a line says so. */
export async function prompt(shell: Shell, config: Config, {input, output, error}: Terminal): Promise<void> {
  const lines = createInterface({
    input, output, prompt: '(pprof) ',
    terminal: 'isTTY' in input && input.isTTY === true,
    completer: (line: string) => {
      const {line: longer, choices} = shell.complete(line);
      return [choices.length > 0 ? choices.map((choice) => choice.line) : [longer], line];
    },
  });
  // The lines of a file come faster than they are answered, so they wait in the iterator.
  const waiting = lines[Symbol.asyncIterator]();
  let {options} = tell(await shell.start(config), {output, error});
  for (;;) {
    lines.prompt();
    const {done, value} = await waiting.next();
    if (done === true) return;
    const answer = tell(await shell.run(value, options), {output, error});
    if (answer.output.kind === 'quit') break;
    options = answer.options;
  }
  lines.close();
}

function tell(answer: ShellAnswer, {output, error}: Pick<Terminal, 'output' | 'error'>): ShellAnswer {
  const say = (message: string) => error.write(message + '\n');
  answer.messages.forEach(say);
  if (answer.error !== '') say(answer.error);
  const told = answer.output;
  switch (told.kind) {
    case 'text':
      output.write(told.text);
      break;
    case 'view':
      say(`${told.command} is a view of the page; dot >graph.dot saves what Graphviz draws a picture from`);
      break;
    case 'file': {
      const name = told.name === '' ? freeName(told.extension) : told.name;
      say(`Generating report in ${name}`);
      try {
        writeFileSync(name, told.bytes);
      } catch (reason) {
        say((reason as Error).message);
      }
      break;
    }
    case 'none': case 'quit':
      break;
  }
  return answer;
}

function freeName(extension: string): string {
  for (let number = 1; ; number++) {
    const name = `profile${String(number).padStart(3, '0')}.${extension}`;
    if (!existsSync(name)) return name;
  }
}
