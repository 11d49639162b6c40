package io.github.hfdevice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What the POM tells a program that depends on the library. */
class ArtifactTest {
  private final Element project;

  ArtifactTest() throws Exception {
    project =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new File("pom.xml"))
            .getDocumentElement();
  }

  @Test
  void dependentProgram_getsJacksonAndALoggingFacade_only() {
    List<String> passedOn = new ArrayList<>();
    NodeList dependencies = children(project, "dependencies").get(0).getChildNodes();
    for (int i = 0; i < dependencies.getLength(); i++) {
      if (dependencies.item(i) instanceof Element dependency
          && text(dependency, "scope").isEmpty()
          && text(dependency, "optional").isEmpty()) {
        passedOn.add(text(dependency, "artifactId"));
      }
    }
    assertEquals(List.of("jackson-databind", "slf4j-api"), passedOn);
  }

  /** What Maven Central asks of every POM. */
  @Test
  void pom_saysWhatACentralRepositoryAsksFor() {
    for (String name :
        List.of("name", "description", "url", "licenses", "developers", "scm", "version")) {
      assertFalse(text(project, name).isBlank(), name);
    }
  }

  private static String text(Element parent, String name) {
    List<Element> found = children(parent, name);
    return found.isEmpty() ? "" : found.get(0).getTextContent();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < parent.getChildNodes().getLength(); i++) {
      if (parent.getChildNodes().item(i) instanceof Element element
          && element.getTagName().equals(name)) {
        found.add(element);
      }
    }
    return found;
  }
}
