import {showReport} from './views/shared-report.js';

// The program of a report that was saved as one file. The build puts it into
// app/share-script.ts as text; the page itself never runs it.
showReport(document);
