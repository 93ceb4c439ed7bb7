/** Writes a place into the form's hidden inputs; the `change` lets the draft and the server know. */
export function writePlace(form: HTMLFormElement, place: { lat: string; lon: string; accuracy: string; source: string }): void {
  for (const [name, value] of Object.entries(place)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
  }
  const lat = form.elements.namedItem("lat");
  if (lat instanceof HTMLInputElement) lat.dispatchEvent(new Event("change", { bubbles: true }));
}

export function readPlace(form: HTMLFormElement): { lat: string; lon: string } | null {
  const value = (name: string): string => {
    const field = form.elements.namedItem(name);
    return field instanceof HTMLInputElement ? field.value.replace(",", ".") : "";
  };
  return value("lat") && value("lon") ? { lat: value("lat"), lon: value("lon") } : null;
}
