package io.github.hfdevice.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Brings each request to the handler of its exact path and method, and notes that it came. */
final class Router {
  private static final int REMEMBERED = 10_000;

  /** Answers one kind of request; called by many threads at once. */
  interface Handler {
    Reply handle(Request request) throws OAuthError;
  }

  private final Map<String, Map<String, Handler>> routes = new HashMap<>();
  private final Deque<String> seen = new ArrayDeque<>();

  /** All endpoints of a hub. */
  static Router of(PracticeHub.Options options, DeviceCodes codes, Grants grants, String endpoint) {
    Faults faults = new Faults(options.scenario());
    OAuthApi oauth = new OAuthApi(options, codes, grants, faults, endpoint);
    CiApi jobs = new CiApi(grants, new IdentityTokens(options.clock(), endpoint), faults);
    UserApi users = new UserApi(grants, faults, endpoint);
    DevicePage page = new DevicePage(codes, options.user(), options.sendVerificationUriComplete());
    HomePage home = new HomePage(options, endpoint);
    Router router =
        new Router()
            .on("POST", "/oauth/device", oauth::device)
            .on(
                "POST",
                "/oauth/token",
                request ->
                    CiApi.isExchange(request) ? jobs.exchange(request) : oauth.token(request))
            .on("GET", CiApi.IDENTITY_TOKEN, jobs::identityToken)
            .on("GET", "/.well-known/openid-configuration", oauth::metadata)
            .on("GET", "/.well-known/oauth-authorization-server", oauth::metadata)
            .on("GET", "/oauth/userinfo", users::userinfo)
            .on("GET", "/api/whoami-v2", users::whoami)
            .on("GET", HomePage.PATH, home::show)
            .on("GET", DevicePage.PATH, page::enter)
            .on("POST", DevicePage.CONFIRM, page::confirm)
            .on("POST", DevicePage.DECIDE, page::decide)
            .on("GET", Page.STYLE, Page::style)
            .on("GET", Page.ICON, Page::icon);
    return options.revocation() ? router.on("POST", "/oauth/revoke", oauth::revoke) : router;
  }

  private Router on(String method, String path, Handler handler) {
    routes.computeIfAbsent(path, any -> new TreeMap<>()).put(method, handler);
    return this;
  }

  /**
   * The summaries of the requests so far, the oldest first; of very many only the last are kept.
   */
  List<String> seen() {
    synchronized (seen) {
      return List.copyOf(seen);
    }
  }

  /** Answers a request; safe for several threads. */
  Reply answer(Request request) {
    synchronized (seen) {
      seen.add(request.summary());
      if (seen.size() > REMEMBERED) {
        seen.remove();
      }
    }
    Map<String, Handler> methods = routes.get(request.path());
    if (methods == null) {
      return error(request, 404, "Sorry, we can't find the page you are looking for.");
    }
    Handler handler = methods.get(request.isHead() ? "GET" : request.method());
    if (handler == null) {
      String allowed = String.join(", ", methods.keySet());
      return error(request, 405, "Only " + allowed + " here.")
          .with("Allow", allowed.replace("GET", "GET, HEAD"));
    }
    try {
      return handler.handle(request);
    } catch (OAuthError e) {
      return Reply.oauthError(e);
    }
  }

  private static Reply error(Request request, int status, String sentence) {
    boolean api = request.path().startsWith("/api/") || request.path().startsWith("/.well-known/");
    return api ? Reply.apiError(status, sentence) : Page.error(status, sentence);
  }
}
