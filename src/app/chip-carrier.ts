/** A pointer that moves less than this only presses. */
const slack = 6;

/**
 * Lets the pointer that went `down` on a chip carry it to another place of its list; the rows of
 * the list may wrap. `dropped` gets the place, counted without the chip; Escape puts it back.
 *
 * @param items the entries of the list, in order
 * @param at which of them the chip is
 */
export function carryChip(down: PointerEvent, items: readonly HTMLElement[], at: number, dropped: (place: number) => void): void {
  const chip = down.currentTarget as HTMLElement;
  if (down.button !== 0 || at < 0) return;
  const others = items.filter((_, i) => i !== at);
  const over = new AbortController();
  const {signal} = over;
  let place = -1;

  const move = (event: PointerEvent): void => {
    if (event.pointerId !== down.pointerId) return;
    const [x, y] = [event.clientX - down.clientX, event.clientY - down.clientY];
    if (place < 0 && Math.hypot(x, y) < slack) return;
    if (place < 0) chip.setPointerCapture(down.pointerId);
    chip.classList.add('carried');
    chip.style.setProperty('translate', `${x}px ${y}px`);
    place = placeAt(others, event.clientX, event.clientY);
    others.forEach((other, i) => {
      other.classList.toggle('before-here', i === place);
      other.classList.toggle('after-here', i === place - 1 && place === others.length);
    });
  };
  const end = (taken: boolean): void => {
    over.abort();
    chip.classList.remove('carried');
    chip.style.removeProperty('translate');
    for (const other of others) other.classList.remove('before-here', 'after-here');
    if (place < 0) return;
    swallowClick();
    if (taken && place !== at) dropped(place);
  };
  addEventListener('pointermove', move, {signal});
  addEventListener('pointerup', () => end(true), {signal});
  addEventListener('pointercancel', () => end(false), {signal});
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || place < 0) return;
    event.stopPropagation();
    end(false);
  }, {signal, capture: true});
}

/** How many of `others` stand before a point, row by row. */
function placeAt(others: readonly HTMLElement[], x: number, y: number): number {
  const next = others.findIndex((other) => {
    const {left, right, top, bottom} = other.getBoundingClientRect();
    return y < top || (y <= bottom && x < (left + right) / 2);
  });
  return next < 0 ? others.length : next;
}

/** A chip that was carried was not pressed, though the browser says so right after. */
function swallowClick(): void {
  const swallow = (event: Event): void => {
    event.preventDefault();
    event.stopPropagation();
  };
  addEventListener('click', swallow, {capture: true, once: true});
  setTimeout(() => removeEventListener('click', swallow, {capture: true}));
}
