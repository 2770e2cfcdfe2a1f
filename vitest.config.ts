import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts", "scripts/**/*.test.ts", "conformance/cases/**/*.test.ts"],
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
});
