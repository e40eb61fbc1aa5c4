import assert from 'node:assert/strict';
import {request as ask} from 'node:http';
import {createServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import {after, test} from 'node:test';
import {serve} from '../site/serve.js';
import {startBrowser} from './browser.js';
import {dist, openTab} from './harness.js';
import {startPprofServer} from './pprof-server.js';

// The page as most people have it: over https, from a host that is not their own
// machine. What it may ask for then is the browser's matter, so it is asked here.

/** Of icicle.test, made for this file: it secures nothing. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg6mLNVPl1zhQ8WVhP
iMsh1BriwrPht/pEpOEBRx/ObV+hRANCAARqPYdCyIki+hjV2vr9HWNfJ5bv8GD1
2Yld38z0cKiIvclocb8XCfjk4Nm8vvCo44qpnhpwE8luNEzyQZ2mijdC
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUcoeECvA50Zq7CB0h5IpVYhtrI7EwCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLaWNpY2xlLnRlc3QwIBcNMjYxMTIyMTYzMTU4WhgPMjEyNjEw
MjkxNjMxNThaMBYxFDASBgNVBAMMC2ljaWNsZS50ZXN0MFkwEwYHKoZIzj0CAQYI
KoZIzj0DAQcDQgAEaj2HQsiJIvoY1dr6/R1jXyeW7/Bg9dmJXd/M9HCoiL3JaHG/
Fwn45ODZvL7wqOOKqZ4acBPJbjRM8kGdpoo3QqNrMGkwHQYDVR0OBBYEFJwfbj2b
quxG9+i2hqmXrh65z9AFMB8GA1UdIwQYMBaAFJwfbj2bquxG9+i2hqmXrh65z9AF
MA8GA1UdEwEB/wQFMAMBAf8wFgYDVR0RBA8wDYILaWNpY2xlLnRlc3QwCgYIKoZI
zj0EAwIDSAAwRQIgSw2rr1R435VeOFq85sxHU0ZnxxP6vdk6Oo4O2LebYZICIQC2
qnC4eR3Lg0O5WBvpx9AEDvzK0OoqkQP5y87pxUY2DA==
-----END CERTIFICATE-----`;

const served = await serve(dist);
const secure = createServer({key, cert}, (request, response) => {
  request.pipe(ask(`${served.url}${request.url!.slice(1)}`, {method: request.method!, headers: request.headers}, (answer) => {
    response.writeHead(answer.statusCode!, answer.headers);
    answer.pipe(response);
  }));
});
await new Promise<void>((resolve) => secure.listen(0, '127.0.0.1', resolve));
const {port} = secure.address() as AddressInfo;
const service = await startPprofServer();
const browser = await startBrowser({
  args: ['--ignore-certificate-errors', '--host-resolver-rules=MAP icicle.test 127.0.0.1', `--ip-address-space-overrides=127.0.0.1:${port}=public`],
});
browser.setDefaultTimeout(20_000);
after(async () => {
  await browser.close();
  secure.closeAllConnections();
  secure.close();
  await service.close();
  await served.close();
});

async function asked(address: string) {
  const {page, complaints} = await openTab(browser, `https://icicle.test:${port}/`);
  await page.locator('home-page').waitFor();
  await page.evaluate((address) => (document.querySelector('app-root') as unknown as {page: {openAddress(address: string, seconds: number): void}}).page.openAddress(address, 0), address);
  return {page, complaints, dialog: page.getByRole('dialog')};
}

test('plain http of another machine is refused before a byte is sent, with curl as the way round', async () => {
  const {page, dialog} = await asked('http://example.com/debug/pprof/heap');
  await dialog.getByRole('heading', {name: 'A secure page may not ask http://'}).waitFor();
  await dialog.getByText("curl -o heap.pb.gz 'http://example.com/debug/pprof/heap'").waitFor();
  await page.close();
});

test('this computer is asked for when the browser has been told that it may be, and till then it says so', async () => {
  const address = `http://${service.host}/debug/pprof/heap`;
  const refused = await asked(address);
  await refused.dialog.getByRole('heading', {name: 'The browser needs your permission'}).waitFor();
  // A browser without a window has nobody to ask: it says no by itself, and some versions remember that.
  await refused.dialog.getByText(/press Allow when the browser asks|Allow "local network" for this page/).waitFor();
  await refused.dialog.getByText('Permission to reach this device: not given').waitFor();
  await refused.dialog.getByText(`curl -o heap.pb.gz '${address}'`).waitFor();
  assert.deepEqual(service.asked, []);
  await refused.page.close();
  await browser.grantPermissions(['local-network-access']);
  const {page} = await asked(address);
  await page.locator('profile-header').getByText('Heap').first().waitFor();
  assert.deepEqual(service.asked.map(({path}) => path), ['/debug/pprof/heap']);
  await page.close();
});
