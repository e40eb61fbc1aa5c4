import {Failure} from '../base/failure.js';
import {explainFailure} from './explain.js';
import {libraryTexts} from './library-texts.js';
import type {PageModel} from './page-model.js';
import {saveAs} from './save-as.js';

/** Saves the whole library as one zip. */
export async function saveLibrary(page: PageModel): Promise<void> {
  try {
    const zip = await page.engine.exportLibrary();
    saveAs(zip, `icicle-library-${new Date().toISOString().slice(0, 10)}.zip`);
    page.say(libraryTexts.exported(page.library?.filter(({gone}) => gone !== true).length ?? 0));
  } catch (reason) {
    page.say(said(reason));
  }
}

/** Adds the profiles of a zip that `saveLibrary` made, here or elsewhere. */
export async function takeLibrary(page: PageModel, zip: Blob): Promise<void> {
  try {
    const {added, known, refused} = await page.engine.importLibrary(zip);
    page.say(libraryTexts.imported(added, known, refused));
  } catch (reason) {
    page.say(reason instanceof Failure && reason.code === 'other-format' ? libraryTexts.notALibrary : said(reason));
  }
}

function said(reason: unknown): string {
  return explainFailure(reason, {origin: '', address: ''}).text;
}
