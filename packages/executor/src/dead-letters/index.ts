export { type FileDeadLetterOptions, fileDeadLetters } from "./file-dead-letters.ts";
