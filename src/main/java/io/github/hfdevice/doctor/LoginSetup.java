package io.github.hfdevice.doctor;

import io.github.hfdevice.http.HttpTransport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;

/**
 * What a login would start from.
 *
 * @param environment the variables
 * @param home the user's home folder, if there is one
 * @param endpoint the value of {@code --endpoint}, if it was given
 * @param threads makes the thread of each check; daemon threads, so that a check which hangs holds
 *     nobody up
 * @param transports what a login would send its requests to a server with; only asked for when the
 *     settings make sense
 */
public record LoginSetup(
    Map<String, String> environment,
    Optional<Path> home,
    Optional<String> endpoint,
    Clock clock,
    ThreadFactory threads,
    Function<URI, HttpTransport> transports) {}
