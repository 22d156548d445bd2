// How Hey API writes its client: for Node.js, which wants the ends of file names.
export default {
  input: `${process.env.SITE}/api/schema/`,
  output: { path: "hey", importFileExtension: ".js" },
  plugins: ["@hey-api/client-fetch", "@hey-api/sdk", "@hey-api/typescript"],
};
