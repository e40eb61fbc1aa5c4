/** A folder may be somebody's whole disk. */
const mostFiles = 500;
const mostFolders = 2000;

/** What files with profiles are called; in a folder all else is left alone. */
const profileName = /\.(pb|pprof|prof|profile|gz|out|cpu|heap|allocs|mutex|block|goroutine|txt)$|pprof/i;

/** What was dropped, of which nothing is left once the event is over. */
export function entriesOf(data: DataTransfer): readonly FileSystemEntry[] {
  return [...data.items].map((item) => item.webkitGetAsEntry?.()).filter((entry) => entry !== null && entry !== undefined);
}

/** The files that were dropped, and those in folders that are called like profiles, by their path; 500 at most. */
export async function filesOf(entries: readonly FileSystemEntry[]): Promise<readonly File[]> {
  const files: File[] = [];
  const open = [...entries].reverse();
  let folders = 0;
  for (let entry = open.pop(); entry !== undefined && files.length < mostFiles; entry = open.pop()) {
    if (isFolder(entry)) {
      if (++folders > mostFolders || (entry.name.startsWith('.') && !entries.includes(entry))) continue;
      const inside = await listed(entry).catch(() => []);
      open.push(...inside.filter((part) => part.isDirectory || profileName.test(part.name)).sort((a, b) => (a.name < b.name ? 1 : -1)));
    } else if (entry.isFile) {
      const file = await new Promise<File | undefined>((resolve) => (entry as FileSystemFileEntry).file(resolve, () => resolve(undefined)));
      if (file !== undefined) files.push(file);
    }
  }
  return files;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** A reader gives a hundred entries at a time, and none at the end. */
async function listed(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    found.push(...some);
  }
}
