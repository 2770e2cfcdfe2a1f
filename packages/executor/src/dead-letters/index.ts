export { fileDeadLetters } from "./file-dead-letters.ts";
