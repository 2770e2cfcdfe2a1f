import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts", "conformance/{cases,clients}/**/*.test.ts"],
    // Files share workers: starting one for each of them takes longer than the tests. So a test leaves no global state behind.
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
