/** How many samples, functions and places the made profile has at a size of 1: as few as a step of a few milliseconds reads. */
const samplesOfOne = 1200;
const functionsOfOne = 400;
const placesOfOne = 900;

/** How names of functions begin, and their files. */
const named = [
  ['runtime.mallocgc', '/usr/lib/go/src/runtime/malloc.go'],
  ['net/http.(*conn).serve', '/usr/lib/go/src/net/http/server.go'],
  ['main.handle', '/srv/shop/main.go'],
  ['example.com/shop/basket.(*Basket).add', '/srv/shop/basket/basket.go'],
  ['example.com/shop/basket.sum', '/srv/shop/basket/sum.go'],
  ['github.com/acme/cache.get', '/root/go/pkg/mod/github.com/acme/cache@v1.2.0/cache.go'],
  ['std::vector<int>::push_back', '/usr/include/c++/vector.h'],
  ['acme::Parser::parse', ''],
  ['_ZN4acme6Parser5parseEi', ''],
  ['answer', 'file:///srv/shop/server.js'],
] as const;

/**
 * The bytes of a made profile.proto, with all that profiles have: stacks that share their callers and stacks seen
 * before, inlined lines and places without a name, addresses and values of more than 32 bits, labels of texts and numbers, and samples of each form.
 *
 * @param size how many times as large it is
 * @param isMangled whether some names are as compilers write them, and functions say where they start: such a profile is copied when they are read, and the copy is an object of another shape
 * @param pause awaited every few milliseconds; where it rejects, so does this
 */
export async function warmProfile(size: number, isMangled: boolean, pause: () => Promise<void>): Promise<Uint8Array<ArrayBuffer>> {
  const [samples, functions, places] = [samplesOfOne * size, functionsOfOne * size, placesOfOne * size];
  const out = new Message();
  const texts = new Texts();
  const pair = (type: string, unit: string) => (): void => {
    out.number(1, texts.row(type));
    out.number(2, texts.row(unit));
  };
  out.part(1, pair('samples', 'count'));
  out.part(1, pair('cpu', 'nanoseconds'));
  let seed = 1;
  const random = (below: number): number => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff;
    return Math.floor(seed / 0x8000_0000 * below);
  };
  const stacks: number[][] = [];
  for (let sample = 0; sample < samples; sample++) {
    if (sample % samplesOfOne === 0) await pause();
    const known = stacks[random(stacks.length)];
    const stack = known !== undefined && random(10) < 5 ? known : [...Array.from({length: 1 + random(12)}, () => 1 + random(places)), ...(known ?? []).slice(-1 - (random(5) === 0 ? 0 : random(60)))];
    stacks.push(stack);
    const count = random(10) < 8 ? 1 : 1 + random(600);
    out.part(2, () => {
      if (sample % 40 === 1) for (const place of stack) out.number(1, idOf(place));
      else out.part(1, () => stack.forEach((place) => out.varint(idOf(place))));
      const values = [count, count * 10_000_000];
      if (sample % 3 === 0) out.part(2, () => values.forEach((value) => out.varint(value)));
      else values.forEach((value) => out.number(2, value));
      if (random(3) > 0) {
        out.part(3, () => {
          out.number(1, texts.row('endpoint'));
          out.number(2, texts.row(`/api/v1/things/${random(60)}`));
        });
        out.part(3, () => {
          out.number(1, texts.row('bytes'));
          out.number(3, 16 << random(12));
          out.number(4, texts.row('bytes'));
        });
      }
    });
  }
  out.part(3, () => {
    [1, 0x5600_0000_0000, 0x5600_4000_0000, 0, texts.row('/srv/bin/server'), texts.row('4f1a9c0b77d2e6a5'), 1, 1, 1, 1].forEach((value, at) => out.number(at + 1, value));
  });
  for (let place = 1; place <= places; place++) {
    if (place % placesOfOne === 0) await pause();
    out.part(4, () => {
      out.number(1, idOf(place));
      out.number(2, 1);
      out.number(3, 0x5600_0000_0000 + place * 23);
      for (let line = place % 97 === 0 ? 0 : place % 5 === 0 ? 2 : 1; line > 0; line--) {
        out.part(4, () => {
          out.number(1, 1 + (place * 7 + line) % functions);
          out.number(2, 10 + place % 400);
        });
      }
    });
  }
  for (let of = 1; of <= functions; of++) {
    const [begin, file] = named[of % named.length]!;
    const name = texts.row((isMangled ? begin : begin.replace(/^_Z|<int>/, '')) + of);
    out.part(5, () => [of, name, name, texts.row(file), isMangled ? 10 + of : 0].forEach((value, at) => out.number(at + 1, value)));
  }
  out.number(9, 1_763_800_000_000_000_000);
  out.number(10, 30_000_000_000);
  out.part(11, pair('cpu', 'nanoseconds'));
  out.number(12, 10_000_000);
  for (const text of texts.rows.keys()) out.text(text);
  return Uint8Array.from(out.bytes);
}

/** The id of a place: of one byte to four, and for some a hash of 64 bits. */
function idOf(place: number): number {
  return place + (place % 8 === 0 ? 2 ** 15 : place % 16 === 1 ? 2 ** 22 : place % 64 === 3 ? 2 ** 50 : 0);
}

/** The strings of the profile, '' first. */
class Texts {
  readonly rows = new Map([['', 0]]);

  row(text: string): number {
    const row = this.rows.get(text) ?? this.rows.size;
    this.rows.set(text, row);
    return row;
  }
}

/** Fields one after another. */
class Message {
  bytes: number[] = [];

  varint(value: number): void {
    for (; value >= 128; value = Math.floor(value / 128)) this.bytes.push(value % 128 + 128);
    this.bytes.push(value);
  }

  number(field: number, value: number): void {
    this.varint(field * 8);
    this.varint(value);
  }

  /** The fields that `write` writes, as one. */
  part(field: number, write: () => void): void {
    const before = this.bytes;
    this.bytes = [];
    write();
    const inside = this.bytes;
    this.bytes = before;
    this.varint(field * 8 + 2);
    this.varint(inside.length);
    for (const byte of inside) before.push(byte);
  }

  /** A string of the profile, of plain letters. */
  text(text: string): void {
    this.part(6, () => {
      for (const letter of text) this.bytes.push(letter.charCodeAt(0));
    });
  }
}
