import react from "@vitejs/plugin-react";
import { defaultClientConditions, defineConfig } from "vite";

export default defineConfig({
  plugins: [react()],
  // In this repository, the app uses the sources of the packages. Your own app needs no such condition.
  resolve: { conditions: ["@refresh-once/source", ...defaultClientConditions] },
});
