// The three steps of a report. Everything here adds to forms that work without it.
import { setUpCategorySearch } from "./report/categories";
import { forgetSentDrafts, setUpDraft } from "./report/drafts";
import { setUpLocate } from "./map/locate";
import { setUpPicker } from "./map/picking";
import { setUpUploads } from "./report/uploads";
import { each } from "./page";

function setUp(root: ParentNode): void {
  each(root, "form[data-autosave]", setUpDraft);
  each(root, "[data-upload-url]", setUpUploads);
  each(root, "[data-locate]", setUpLocate);
  each(root, "input[data-category-search]", setUpCategorySearch);
  each(root, "[data-pick-map]", setUpPicker);
  each(root, "[data-draft-sent]", forgetSentDrafts);
}

setUp(document);
for (const event of ["opencity:filled", "htmx:load"]) document.addEventListener(event, () => setUp(document));
