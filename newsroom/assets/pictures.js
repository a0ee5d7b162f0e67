// The point of a picture that stays in sight when it is cropped: given by pointing at it, as well as by its numbers.
const frame = document.querySelector('[data-focal]');
const [x, y] = ['focus_x', 'focus_y'].map((id) => document.getElementById(id));
if (frame && x && y) {
  const mark = frame.querySelector('circle');
  const show = () => {
    mark.setAttribute('cx', x.value === '' ? 50 : x.value);
    mark.setAttribute('cy', y.value === '' ? 50 : y.value);
  };
  frame.addEventListener('click', (event) => {
    const box = frame.getBoundingClientRect();
    const part = (at, from, size) => Math.min(100, Math.max(0, Math.round((100 * (at - from)) / size)));
    x.value = part(event.clientX, box.left, box.width);
    y.value = part(event.clientY, box.top, box.height);
    show();
  });
  x.addEventListener('input', show);
  y.addEventListener('input', show);
}
