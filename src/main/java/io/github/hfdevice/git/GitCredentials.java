package io.github.hfdevice.git;

import java.net.URI;
import java.util.Map;

/**
 * The passwords that git keeps or asks for, see gitcredentials(7). Every method runs git, blocks
 * for at most some seconds, and reads and writes the settings of the user that it runs as.
 * Thread-safe.
 */
public final class GitCredentials {
  /** The user name that the Hub's documentation gives for tokens. */
  public static final String USER = "hf_user";

  private final Git git;

  /**
   * @param environment what git gets of it
   */
  public GitCredentials(Map<String, String> environment) {
    this.git = new Git(environment);
  }

  /** Whether git has a helper that it gives passwords for {@code server} to. */
  public boolean hasHelper(URI server) throws GitException, InterruptedException {
    Git.Result found = git.run("", "config", "--get-urlmatch", "credential.helper", site(server));
    return found.succeeded() && !found.output().isEmpty();
  }

  /**
   * Gives {@code token} to git's helpers as the password for {@code server}. It travels over stdin,
   * where no list of processes shows it.
   *
   * @param token one line
   */
  public void approve(URI server, String token) throws GitException, InterruptedException {
    credential("approve", server, token);
  }

  /**
   * Has git's helpers forget {@code token}. Before git 2.41 they forget whatever they hold for
   * {@code server} and our user.
   *
   * @param token one line
   */
  public void reject(URI server, String token) throws GitException, InterruptedException {
    credential("reject", server, token);
  }

  private void credential(String action, URI server, String token)
      throws GitException, InterruptedException {
    Git.Result done =
        git.run(
            "protocol="
                + server.getScheme()
                + "\nhost="
                + server.getRawAuthority()
                + "\nusername="
                + USER
                + "\npassword="
                + token
                + "\n\n",
            "credential",
            action);
    if (!done.succeeded()) {
      throw new GitException(
          "git credential " + action + " ended with exit code " + done.exitCode(), null);
    }
  }

  /**
   * Makes {@code helper} the only one that git asks for {@code server}, in the user's own settings.
   *
   * @param helper as {@code credential.helper} has it; with {@code !} before it, a line for a shell
   */
  public void useHelper(URI server, String helper) throws GitException, InterruptedException {
    String key = "credential." + site(server) + ".helper";
    // An empty entry forgets the helpers of every server, which would keep a copy of each token.
    set("--replace-all", key, "");
    set("--add", key, helper);
  }

  private void set(String how, String key, String value) throws GitException, InterruptedException {
    Git.Result done = git.run("", "config", "--global", how, key, value);
    if (!done.succeeded()) {
      throw done.failure("git config --global");
    }
  }

  private static String site(URI server) {
    return server.getScheme() + "://" + server.getRawAuthority();
  }
}
