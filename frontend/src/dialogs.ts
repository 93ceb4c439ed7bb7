/** `<dialog data-dialog id="x">`, opened by `[data-opens="x"]`, closed by `[data-close]`, Escape and the ground behind. */
export function setUpDialogs(dialog: HTMLElement): void {
  if (!(dialog instanceof HTMLDialogElement)) return;
  document.querySelectorAll<HTMLElement>(`[data-opens="${CSS.escape(dialog.id)}"]`).forEach((opener) => {
    opener.addEventListener("click", (click) => {
      click.preventDefault();
      dialog.showModal();
    });
  });
  dialog.addEventListener("click", (click) => {
    const asked = click.target instanceof Element && click.target.closest("[data-close]");
    if (asked || click.target === dialog) dialog.close();
  });
}
