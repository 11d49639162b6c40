/**
 * Logs in to the Hugging Face Hub, or to another server of RFC 8628, and keeps the tokens fresh.
 * {@link io.github.hfdevice.DeviceLogin} is where a program begins; the other packages are what it
 * shows, and what it is made of. What the command line alone needs is not exported, and the modules
 * that it alone needs are required by nobody else.
 */
module io.github.hfdevice {
  requires transitive com.fasterxml.jackson.databind;
  requires org.slf4j;
  requires static info.picocli;
  requires static io.nayuki.qrcodegen;

  exports io.github.hfdevice;
  exports io.github.hfdevice.http;
  exports io.github.hfdevice.hub;
  exports io.github.hfdevice.login;
  exports io.github.hfdevice.oauth;
  exports io.github.hfdevice.setting;
  exports io.github.hfdevice.store;
  exports io.github.hfdevice.time;
}
