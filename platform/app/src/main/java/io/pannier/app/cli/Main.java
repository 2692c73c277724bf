package io.pannier.app.cli;

/** The entry of the program: one command line in, one exit code out. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(CommandLineFactory.create().execute(args));
  }
}
