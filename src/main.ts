// The page. It does not start inside another one: meta tags cannot forbid framing,
// and a framed page could be dressed up and clicked through.
if (window.top !== window.self) {
  const line = document.createElement('p');
  line.className = 'said-outside';
  const link = document.createElement('a');
  link.href = location.origin + location.pathname;
  link.target = '_blank';
  link.rel = 'noopener noreferrer';
  link.textContent = 'Open this page in its own tab';
  line.append('Icicle does not run inside another page. ', link, '.');
  document.body.replaceChildren(line);
} else {
  void import('./app/app-root.js').then(() => document.body.replaceChildren(document.createElement('app-root')));
}
