/**
 * The commands of a document's ```console blocks: lines that begin with `$ `, each with the lines of its here-document where it has one.
 * Other lines of such a block are output and are left out.
 */
export function consoleCommands(markdown: string): string[] {
  const commands: string[] = [];
  for (const [, block = ""] of markdown.matchAll(/^```console\n([\s\S]*?)^```$/gm)) {
    let end: string | undefined;
    for (const line of block.split("\n")) {
      if (end !== undefined) {
        commands[commands.length - 1] += `\n${line}`;
        if (line === end) end = undefined;
      } else if (line.startsWith("$ ")) {
        commands.push(line.slice(2));
        end = /<<'(\w+)'/.exec(line)?.[1];
      }
    }
  }
  return commands;
}
