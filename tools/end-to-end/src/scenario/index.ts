export { type Client, type ClientName, clientNames, createClient } from "./clients.ts";
export { closeOnSignals } from "./close-on-signals.ts";
export { openAxios, openFetch, openOpenapi, type Senders } from "./open-clients.ts";
export { type PresetName, presetNames, refreshFor } from "./presets.ts";
export { type AxiosRefreshOptions, refreshByAxios } from "./refresh-by-axios.ts";
export { type Target, targetOf } from "./target.ts";
export {
  createUploader,
  type Upload,
  type UploadBody,
  type UploaderName,
} from "./uploaders.ts";
