// java -cp JARS Verapdf.java 3a,ua1 FILE...: veraPDF's own judgement, one line a file and one for each rule that is broken.
// The exit code is 1 where a file fails.

import java.io.File;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public class Verapdf {
    public static void main(String[] words) throws Exception {
        java.util.logging.LogManager.getLogManager().reset();
        VeraGreenfieldFoundryProvider.initialise();
        boolean good = true;
        for (String flavour : words[0].split(",")) {
            ValidationProfile profile = profile(flavour);
            for (int place = 1; place < words.length; place++) {
                good &= judge(flavour, profile, new File(words[place]));
            }
        }
        System.exit(good ? 0 : 1);
    }

    private static ValidationProfile profile(String flavour) throws Exception {
        String name = flavour.startsWith("ua") ? "PDFUA-" + flavour.substring(2) : "PDFA-" + flavour.toUpperCase();
        return Profiles.profileFromXml(
            Verapdf.class.getClassLoader().getResourceAsStream("org/verapdf/pdfa/validation/" + name + ".xml"));
    }

    private static boolean judge(String flavour, ValidationProfile profile, File file) throws Exception {
        try (PDFAParser parser = Foundries.defaultInstance().createParser(file, PDFAFlavour.byFlavourId(flavour));
             PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
            ValidationResult result = validator.validate(parser);
            System.out.println((result.isCompliant() ? "PASS " : "FAIL ") + flavour + " " + file.getName()
                + " assertions " + result.getTotalAssertions());
            broken(result).forEach((rule, times) -> System.out.println("   x" + times + " " + rule));
            return result.isCompliant();
        }
    }

    private static Map<String, Integer> broken(ValidationResult result) {
        Map<String, Integer> found = new TreeMap<>();
        for (TestAssertion each : result.getTestAssertions()) {
            if (each.getStatus() == TestAssertion.Status.FAILED) {
                String rule = each.getRuleId().getClause() + "-" + each.getRuleId().getTestNumber();
                found.merge(rule + " " + each.getMessage(), 1, Integer::sum);
            }
        }
        return found;
    }
}
