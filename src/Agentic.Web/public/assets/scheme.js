// Before anything is drawn, so that a dark page never flashes white. A file, because the page's policy allows no inline script.
(function () {
    var chosen = null;
    try {
        chosen = localStorage.getItem('mantine-color-scheme-value');
    } catch (forbidden) {
        // Then the system decides.
    }
    var dark =
        chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
    document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
