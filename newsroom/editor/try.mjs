/** `npm run try`: the stub newsroom on a port of this machine. */
import { SAMPLE, newsroom } from './serve.mjs';

const port = Number(process.env.PORT ?? 8011);
const { server } = newsroom({ tree: SAMPLE, lang: process.env.LANG_OF_TEXT ?? 'it' });
server.listen(port, '127.0.0.1', () => console.log(`   http://127.0.0.1:${port}/`));
