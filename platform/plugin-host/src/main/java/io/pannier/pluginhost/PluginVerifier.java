package io.pannier.pluginhost;

import io.pannier.spi.PannierException;
import io.pannier.spi.StandardErrorCode;
import java.io.IOException;
import java.nio.file.Path;

/** Puts a zip through all that the host would, without letting it in. */
public final class PluginVerifier {
  private PluginVerifier() {}

  public static VerificationReport verify(Path zip) {
    return verify(zip, VerificationConfig.defaults());
  }

  public static VerificationReport verify(Path zip, VerificationConfig config) {
    Admission.Progress known = new Admission.Progress(zip);
    try (WorkFolder work = WorkFolder.open()) {
      Admission.Admitted admitted = new Admission(config, work).admit(zip, sha256 -> false, known);
      WorkFolder.delete(admitted.unpacked());
      return new VerificationReport(known.plugin(), known.sha256(), known.checks(), null, "");
    } catch (PannierException e) {
      return new VerificationReport(
          known.plugin(), known.sha256(), known.checks(), e.code(), String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new VerificationReport(
          known.plugin(),
          known.sha256(),
          known.checks(),
          StandardErrorCode.FILE_FAILED,
          zip + " cannot be read: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new VerificationReport(
          known.plugin(),
          known.sha256(),
          known.checks(),
          StandardErrorCode.PLUGIN_VERIFICATION_FAILED,
          "the verification was interrupted");
    }
  }
}
